namespace Fathom.Validation.Tests;

public class JointBootstrapTests
{
    private static readonly double[] First = new NumpyRandom(3).Normals(200);
    private static readonly double[] Second = [.. First.Zip(new NumpyRandom(4).Normals(200), (a, b) => 0.8 * a + 0.6 * b)];
    private static readonly JointStatistic Both = (samples, values) =>
    {
        values[0] = samples[0].Zip(samples[1], (a, b) => a * b).Average();
        values[1] = samples[1].Average();
    };

    [Fact]
    public void Series_stay_together()
    {
        var bootstrap = new StationaryBootstrap(5) { Seed = 2 };
        double[][] values = bootstrap.Replicate([First, Second], Both, outputs: 2, replications: 60);
        Assert.Equal(values, (bootstrap with { Threads = 1 }).Replicate([First, Second], Both, 2, 60));
        for (int r = 0; r < 60; r++)
        {
            double[] a = bootstrap.Resample(First, r), b = bootstrap.Resample(Second, r);
            Assert.Equal(a.Zip(b, (x, y) => x * y).Average(), values[0][r]);
            Assert.Equal(b.Average(), values[1][r]);
            Assert.All(a.Zip(b), pair => Assert.Equal(Array.IndexOf(First, pair.First), Array.IndexOf(Second, pair.Second)));
        }
    }

    /// <summary>One series and one number must give what the statistic alone gives; the difference of two means must give that of the differences.</summary>
    [Theory]
    [InlineData(IntervalMethod.Percentile)]
    [InlineData(IntervalMethod.Normal)]
    [InlineData(IntervalMethod.Bca)]
    [InlineData(IntervalMethod.Studentized)]
    public void Intervals_are_those_of_the_statistic_alone(IntervalMethod method)
    {
        var bootstrap = new StationaryBootstrap(5) { Seed = 2 };
        double[] differences = [.. First.Zip(Second, (a, b) => a - b)];
        Interval alone = bootstrap.ConfidenceInterval(differences, SpanMath.Mean, 300, 0.9, method);
        Interval[] joint = bootstrap.ConfidenceIntervals([First, Second, differences], (samples, values) =>
        {
            values[0] = SpanMath.Mean(samples[0]) - SpanMath.Mean(samples[1]);
            values[1] = SpanMath.Mean(samples[2]);
        }, outputs: 2, replications: 300, level: 0.9, method: method);
        Assert.Equal(alone, joint[1]);
        Assert.Equal(alone.Lower, joint[0].Lower, 1e-12);
        Assert.Equal(alone.Upper, joint[0].Upper, 1e-12);
        Assert.Equal(alone.Estimate, joint[0].Estimate, 1e-12);
    }

    [Fact]
    public void Unequal_series_are_refused() =>
        Assert.Contains("align them", Assert.Throws<ArgumentException>(() => new IidBootstrap().Replicate([First, First[1..]], Both, 2, 5)).Message);
}
