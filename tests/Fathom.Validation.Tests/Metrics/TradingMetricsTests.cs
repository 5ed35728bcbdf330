namespace Fathom.Validation.Tests;

/// <summary>Closed forms.</summary>
public class TradingMetricsTests
{
    [Fact]
    public void Drawdown_and_Calmar()
    {
        double[] returns = [0.1, -0.5, 0.2, 1.0];
        Assert.Equal(0.5, TradingMetrics.MaximumDrawdown(returns), 12);
        Assert.Equal((1.1 * 0.5 * 1.2 * 2 - 1) / 0.5, TradingMetrics.Calmar(returns, 4), 12);
        Assert.Equal(0.2, TradingMetrics.MaximumDrawdown([-0.2]), 12);
    }

    [Fact]
    public void Sortino_counts_shortfalls_only() =>
        Assert.Equal(0.01 / Math.Sqrt(0.0004 / 4), TradingMetrics.Sortino([0.03, -0.02, 0.03, 0.0]), 12);

    /// <summary>For an AR(1) with coefficient ρ Lo gives η(q) = √q (1 + 2ρ/(1 − ρ) (1 − (1 − ρ^q)/(q(1 − ρ))))^(−1/2).</summary>
    [Fact]
    public void Lo_for_an_AR1()
    {
        double[] e = new NumpyRandom(1).Normals(200_000);
        var returns = new double[e.Length];
        returns[0] = e[0];
        for (int t = 1; t < e.Length; t++)
            returns[t] = 0.2 * returns[t - 1] + e[t] + 0.08;
        double factor = Math.Sqrt(12) / Math.Sqrt(1 + 0.4 / 0.8 * (1 - (1 - Math.Pow(0.2, 12)) / (12 * 0.8)));
        Assert.Equal(factor, TradingMetrics.AnnualSharpe(returns, 12, 11) / Sharpe.Ratio(returns), 0.03);
        Assert.Equal(Math.Sqrt(12), TradingMetrics.AnnualSharpe(returns, 12) / Sharpe.Ratio(returns), 12);
    }

    [Fact]
    public void Hits_and_turnover()
    {
        Assert.Equal(2 / 3.0, TradingMetrics.HitRate([0.1, -0.1, 0, 0.2]), 12);
        Assert.Equal((1 + 0 + 2 + 1) / 4.0, TradingMetrics.Turnover([1, 1, -1, 0]), 12);
    }

    /// <summary>The area's DeLong variance equals the mean of placement variances; checked on a case small enough to count by hand.</summary>
    [Fact]
    public void DeLong_by_hand()
    {
        // Positives 0.8, 0.4; negatives 0.6, 0.2: placements above (1, 1/2), below (1/2, 1); area 3/4, variance 1/8/2 + 1/8/2.
        Interval interval = ClassificationMetrics.AreaUnderCurveInterval([true, true, false, false], [0.8, 0.4, 0.6, 0.2]);
        Assert.Equal(0.75, interval.Estimate, 12);
        Assert.Equal(0.75 - 1.959963984540054 * Math.Sqrt(1 / 8.0), interval.Lower, 10);
        Assert.Equal(1, interval.Upper);
    }
}
