using MathNet.Numerics.Distributions;

namespace Fathom.Validation;

/// <summary>
/// Test of equal forecast accuracy (Diebold and Mariano 1995) with the small-sample correction of Harvey, Leybourne and Newbold (1997).
/// The long-run variance uses the rectangular kernel up to lag horizon − 1. With few forecasts that estimate can be negative or near zero,
/// which would make any difference look certain; where it is not above 5 % of the variance of the loss difference, Bartlett weights are
/// used instead and the result says so.
/// </summary>
public static class DieboldMariano
{
    private const double LeastVarianceShare = 0.05;

    /// <summary>Compares two forecasts by their losses.</summary>
    /// <param name="firstLoss">Loss of the first forecast per observation, in order of time (see <see cref="PointLoss"/>).</param>
    /// <param name="secondLoss">Loss of the second forecast, as many.</param>
    /// <param name="horizon">Steps ahead that were forecast, at least 1: h-step errors overlap and correlate up to lag h − 1.</param>
    /// <param name="alternative">What to hold against equal accuracy. Default two-sided.</param>
    /// <exception cref="ArgumentException">Lengths differ, a loss is not finite, or there are not more observations than the horizon.</exception>
    public static DieboldMarianoResult Test(ReadOnlySpan<double> firstLoss, ReadOnlySpan<double> secondLoss, int horizon = 1,
        Alternative alternative = Alternative.TwoSided)
    {
        SpanMath.CheckPair(firstLoss, secondLoss);
        SpanMath.CheckFinite(firstLoss);
        SpanMath.CheckFinite(secondLoss);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        SpanMath.CheckLength(firstLoss, Math.Max(2, horizon + 1));

        int n = firstLoss.Length;
        var difference = new double[n];
        for (int i = 0; i < n; i++)
            difference[i] = firstLoss[i] - secondLoss[i];
        double mean = SpanMath.Mean(difference);
        double[] gamma = SpanMath.Autocovariances(SpanMath.Demean(difference), horizon - 1);

        VarianceKernel kernel = VarianceKernel.Rectangular;
        double variance = LongRun(gamma, kernel);
        if (horizon > 1 && variance <= LeastVarianceShare * gamma[0])
        {
            kernel = VarianceKernel.Bartlett;
            variance = LongRun(gamma, kernel);
        }

        double correction = Math.Sqrt((n + 1 - 2.0 * horizon + horizon * (horizon - 1.0) / n) / n);
        double statistic = variance > 0 ? correction * mean / Math.Sqrt(variance / n)
            : mean == 0 ? 0 : mean < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        double below = double.IsInfinity(statistic) ? (statistic < 0 ? 0 : 1) : StudentT.CDF(0, 1, n - 1, statistic);
        double p = alternative switch
        {
            Alternative.Less => below,
            Alternative.Greater => 1 - below,
            _ => 2 * Math.Min(below, 1 - below),
        };
        return new DieboldMarianoResult(statistic, p, mean, variance, kernel, horizon, n, alternative);
    }

    private static double LongRun(double[] gamma, VarianceKernel kernel)
    {
        double variance = gamma[0];
        for (int k = 1; k < gamma.Length; k++)
            variance += 2 * gamma[k] * (kernel == VarianceKernel.Rectangular ? 1 : 1 - (double)k / gamma.Length);
        return variance;
    }
}
