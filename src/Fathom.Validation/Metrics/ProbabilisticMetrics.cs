namespace Fathom.Validation;

/// <summary>Quality of forecasts that state their uncertainty.</summary>
public static class ProbabilisticMetrics
{
    /// <summary>
    /// Continuous ranked probability score of a forecast given as a sample (Gneiting and Raftery 2007, equation 21): mean |x − a| minus half the mean |x − x′|,
    /// in units of the outcome; for a single value it is the absolute error.
    /// </summary>
    /// <param name="actual">Outcome.</param>
    /// <param name="sample">Draws from the forecast distribution, finite, at least one.</param>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    public static double ContinuousRankedProbabilityScore(double actual, ReadOnlySpan<double> sample)
    {
        SpanMath.CheckLength(sample, 1);
        SpanMath.CheckFinite(sample);
        double[] sorted = sample.ToArray();
        Array.Sort(sorted);
        double n = sorted.Length, distance = 0, spread = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            distance += Math.Abs(sorted[i] - actual);
            // Each value is subtracted from the i below it and has the n − 1 − i above it subtracted from them.
            spread += (2 * i - n + 1) * sorted[i];
        }

        return distance / n - spread / (n * n);
    }

    /// <summary>Share of outcomes inside their intervals, bounds included; to be compared with the level that the intervals claim.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="lower">Lower bounds, as many.</param>
    /// <param name="upper">Upper bounds, as many, none below its lower bound.</param>
    /// <exception cref="ArgumentException">Lengths differ or are zero, or an upper bound lies below its lower bound.</exception>
    public static double Coverage(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        CheckIntervals(actual, lower, upper);
        int inside = 0;
        for (int i = 0; i < actual.Length; i++)
            inside += actual[i] >= lower[i] && actual[i] <= upper[i] ? 1 : 0;
        return (double)inside / actual.Length;
    }

    /// <summary>
    /// Mean interval score (Gneiting and Raftery 2007, section 6.2): width, plus 2/(1 − level) times the distance of outcomes outside. Rewards intervals
    /// that are narrow and cover; the least score is expected for the true quantiles.
    /// </summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="lower">Lower bounds, as many.</param>
    /// <param name="upper">Upper bounds, as many, none below its lower bound.</param>
    /// <param name="level">Coverage that the intervals claim, between 0 and 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">Lengths differ or are zero, or an upper bound lies below its lower bound.</exception>
    public static double IntervalScore(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double level = 0.95)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1; 0.95 is usual.");
        CheckIntervals(actual, lower, upper);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
            sum += upper[i] - lower[i] + 2 / (1 - level) * (Math.Max(0, lower[i] - actual[i]) + Math.Max(0, actual[i] - upper[i]));
        return sum / actual.Length;
    }

    private static void CheckIntervals(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        SpanMath.CheckPair(actual, lower);
        SpanMath.CheckPair(actual, upper);
        for (int i = 0; i < actual.Length; i++)
        {
            if (!(lower[i] <= upper[i]))
                throw new ArgumentException($"Interval {i} runs from {lower[i]} to {upper[i]}: the upper bound lies below the lower one. Are they swapped?", nameof(upper));
        }
    }
}
