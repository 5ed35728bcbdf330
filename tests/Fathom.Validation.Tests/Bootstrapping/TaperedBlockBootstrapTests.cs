namespace Fathom.Validation.Tests;

public class TaperedBlockBootstrapTests
{
    private static readonly Statistic Mean = x =>
    {
        double sum = 0;
        foreach (double v in x)
            sum += v;
        return sum / x.Length;
    };

    /// <summary>The trapezoid of Paparoditis and Politis (2001), w(t) = t/0.43 up to 0.43, 1 up to 0.57, then falling.</summary>
    [Fact]
    public void The_window_is_the_papers()
    {
        double[] window = TaperedBlockBootstrap.Window(100);
        Assert.Equal(100, window.Sum(w => w * w), 1e-9);
        double top = window[50];
        Assert.Equal(0.105 / 0.43, window[10] / top, 1e-12);
        Assert.All(window.Zip(window.Reverse()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal([1.0], TaperedBlockBootstrap.Window(1));
    }

    /// <summary>With b dividing n, n/b blocks are drawn independently from the n − b + 1 weighted block sums: the variance of the resampled mean is known exactly.</summary>
    [Fact]
    public void Variance_of_the_mean()
    {
        const int n = 300, b = 20;
        double[] y = ModelBootstrapTests.Simulate(n, 0.6, 9);
        double mean = y.Average();
        double[] window = [.. Enumerable.Range(0, b).Select(j => Math.Min(1, Math.Min(j + 0.5, b - j - 0.5) / b / 0.43))];
        double scale = Math.Sqrt(b / window.Sum(w => w * w));
        double[] sums = [.. Enumerable.Range(0, n - b + 1).Select(i => scale * Enumerable.Range(0, b).Sum(j => window[j] * (y[i + j] - mean)))];
        double centre = sums.Average(), exact = sums.Average(s => (s - centre) * (s - centre)) / (n / b) / (b * (double)b);
        double[] means = new TaperedBlockBootstrap(b) { Seed = 2 }.Replicate(y, Mean, 20_000);
        double average = means.Average(), variance = means.Average(m => (m - average) * (m - average));
        Assert.Equal(1, variance / exact, 0.04);
        Assert.Equal(mean + centre / b, average, 4 * Math.Sqrt(exact / 20_000));
    }

    /// <summary>The point of the method: on an AR(1) its variance of the mean is less biased than that of moving blocks of the same length (the paper's table 1).</summary>
    [Fact]
    public void Less_biased_than_moving_blocks()
    {
        const int n = 200, b = 20;
        double Ratio(Func<double[], double> variance) => Enumerable.Range(0, 300).Average(s => variance(ModelBootstrapTests.Simulate(n, 0.5, (uint)(100 + s)))) / (4.0 / n);
        double Exact(double[] y, double[] window)
        {
            double mean = y.Average();
            double[] sums = [.. Enumerable.Range(0, n - b + 1).Select(i => Enumerable.Range(0, b).Sum(j => window[j] * (y[i + j] - mean)))];
            double centre = sums.Average();
            return sums.Average(v => (v - centre) * (v - centre)) / (n / b) / (b * (double)b);
        }

        double[] flat = [.. Enumerable.Repeat(1.0, b)], tapered = TaperedBlockBootstrap.Window(b);
        Assert.True(Math.Abs(Ratio(y => Exact(y, tapered)) - 1) < Math.Abs(Ratio(y => Exact(y, flat)) - 1));
    }
}
