using MathNet.Numerics.Distributions;

namespace Fathom.Validation;

/// <summary>
/// Variance ratio test of a random walk (Lo and MacKinlay 1988; Campbell, Lo and MacKinlay 1997, section 2.4): the variance of q-period changes over
/// q times that of one-period changes, from overlapping changes, debiased, and robust to changing variance. 1 for a random walk, above it for
/// trending and below it for mean-reverting series.
/// </summary>
public static class VarianceRatio
{
    /// <summary>Tests a series of logarithmic prices.</summary>
    /// <param name="series">Finite levels, in order of time, at least <paramref name="periods"/> + 3.</param>
    /// <param name="periods">Periods q in the longer change, at least 2. Default 2.</param>
    /// <exception cref="ArgumentException">The series is too short, not finite, or changes by the same amount every period.</exception>
    public static VarianceRatioResult Test(ReadOnlySpan<double> series, int periods = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 2);
        SpanMath.CheckLength(series, periods + 3);
        SpanMath.CheckFinite(series);
        int n = series.Length - 1, q = periods;
        double drift = (series[^1] - series[0]) / n;
        var squares = new double[n];
        for (int t = 0; t < n; t++)
        {
            double change = series[t + 1] - series[t] - drift;
            squares[t] = change * change;
        }

        double total = SpanMath.Sum(squares), longer = 0;
        if (!(total > 0))
            throw new ArgumentException("The series changes by the same amount every period, so it has no variance to compare.", nameof(series));
        for (int t = q; t <= n; t++)
        {
            double change = series[t] - series[t - q] - q * drift;
            longer += change * change;
        }

        double ratio = longer / (q * (n - q + 1.0) * (1 - (double)q / n)) / (total / (n - 1));
        double theta = 0;
        for (int k = 1; k < q; k++)
        {
            double weight = 1 - (double)k / q;
            theta += 4 * weight * weight * n * SpanMath.Dot(squares.AsSpan(k), squares.AsSpan(0, n - k)) / (total * total);
        }

        double statistic = Math.Sqrt(n) * (ratio - 1) / Math.Sqrt(theta);
        return new VarianceRatioResult(ratio, statistic, 2 * Normal.CDF(0, 1, -Math.Abs(statistic)), q, n);
    }
}
