using Fathom.Plots.Drawing;

namespace Fathom.Plots.Tests;

public class DrawingTests
{
    [Fact]
    public void Thinning_keeps_the_extremes_and_the_ends()
    {
        double[] x = [.. Enumerable.Range(0, 10_000).Select(i => (double)i)], y = [.. x.Select(value => Math.Sin(value / 300))];
        y[4321] = 9;
        y[7777] = -9;
        (double[] xs, double[] ys) = Downsample.Extremes(x, y, 100);
        Assert.InRange(xs.Length, 100, 202);
        Assert.Contains(9, ys);
        Assert.Contains(-9, ys);
        Assert.Equal((x[0], x[^1]), (xs[0], xs[^1]));
        Assert.Equal(xs.Order(), xs);
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out()
    {
        (double[] xs, double[] ys) = Downsample.Extremes([1, 2, 3], [double.NaN, 5, double.PositiveInfinity], 10);
        Assert.Equal([2], xs);
        Assert.Equal([5], ys);
    }

    [Theory]
    [InlineData(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 12, 4, "0 5 10")]
    [InlineData(0.001, 0.0019, 5, "0.0010 0.0012 0.0014 0.0016 0.0018")]
    public void Ticks_are_round_numbers(double low, double high, int most, string expected) => Assert.Equal(expected, string.Join(' ', Ticks.Round(low, high, most).Labels));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0004, "< 0.001")]
    [InlineData(0.00412, "0.0041")]
    [InlineData(0.0412, "0.041")]
    [InlineData(0.412, "0.41")]
    public void P_values_have_two_figures(double? p, string expected) => Assert.Equal(expected, Figures.PValue(p));

    [Fact]
    public void Durations_read_as_people_say_them()
    {
        Assert.Equal("1.2 s", Figures.Duration(TimeSpan.FromSeconds(1.2)));
        Assert.Equal("3 m 05 s", Figures.Duration(TimeSpan.FromSeconds(185)));
        Assert.Equal("2 h 07 m", Figures.Duration(TimeSpan.FromMinutes(127)));
    }
}
