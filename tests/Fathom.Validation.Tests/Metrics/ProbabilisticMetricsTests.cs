namespace Fathom.Validation.Tests;

public class ProbabilisticMetricsTests
{
    /// <summary>For a standard normal forecast the score is a(2Φ(a) − 1) + 2φ(a) − 1/√π (Gneiting and Raftery 2007, equation 5).</summary>
    [Fact]
    public void Score_of_a_normal_forecast()
    {
        const int n = 20_000;
        double[] quantiles = [.. Enumerable.Range(0, n).Select(i => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / n))];
        foreach (double a in new[] { -1.5, 0, 0.7 })
        {
            double exact = a * (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, a) - 1) + 2 * MathNet.Numerics.Distributions.Normal.PDF(0, 1, a) - 1 / Math.Sqrt(Math.PI);
            Assert.Equal(exact, ProbabilisticMetrics.ContinuousRankedProbabilityScore(a, quantiles), 1e-4);
        }
    }

    [Fact]
    public void Score_of_a_sample_counted_pair_by_pair()
    {
        double[] x = [3, -1, 2, 2];
        double pairs = x.SelectMany(a => x.Select(b => Math.Abs(a - b))).Average();
        Assert.Equal(x.Average(v => Math.Abs(v - 1.5)) - pairs / 2, ProbabilisticMetrics.ContinuousRankedProbabilityScore(1.5, x), 12);
        Assert.Equal(4, ProbabilisticMetrics.ContinuousRankedProbabilityScore(1, [5]), 12);
    }

    [Fact]
    public void Intervals()
    {
        Assert.Equal(2 / 3.0, ProbabilisticMetrics.Coverage([1, 2, 3], [0, 2, 4], [2, 3, 5]), 12);
        Assert.Equal((2 + 1 + 1 + 2 / 0.1 * 1) / 3, ProbabilisticMetrics.IntervalScore([1, 2, 3], [0, 2, 4], [2, 3, 5], 0.9), 12);
        Assert.Contains("swapped", Assert.Throws<ArgumentException>(() => ProbabilisticMetrics.Coverage([1.0], [2], [1])).Message);
    }
}
