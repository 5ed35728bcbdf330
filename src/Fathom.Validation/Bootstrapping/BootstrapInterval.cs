using MathNet.Numerics.Distributions;

namespace Fathom.Validation;

/// <summary>Reads an interval off replications.</summary>
internal static class BootstrapInterval
{
    /// <summary>Reads one interval.</summary>
    /// <param name="values">The statistic on every resample.</param>
    /// <param name="estimate">The statistic on the series itself.</param>
    /// <param name="level">Coverage wanted.</param>
    /// <param name="method">How to read it.</param>
    /// <param name="jackknife">The statistic without each observation in turn, asked for by <see cref="IntervalMethod.Bca"/> only.</param>
    /// <param name="deviations">The standard error within every resample, asked for by <see cref="IntervalMethod.Studentized"/> only.</param>
    public static Interval Compute(double[] values, double estimate, double level, IntervalMethod method, Func<double[]> jackknife, Func<double[]> deviations)
    {
        if (!double.IsFinite(estimate))
            throw new ArgumentException($"The statistic is {estimate} on the series itself, so it has no interval.");
        int broken = values.Count(v => !double.IsFinite(v));
        if (broken > 0)
            throw new ArgumentException($"The statistic is not finite on {broken} of {values.Length} resamples. Use longer series or a statistic that is defined on every resample.");

        double tail = (1 - level) / 2;
        if (method == IntervalMethod.Studentized)
            return Studentized(values, deviations(), estimate, level);
        if (method == IntervalMethod.Normal)
        {
            double margin = Normal.InvCDF(0, 1, 1 - tail) * Deviation(values);
            return new Interval(estimate - margin, estimate + margin, estimate, level);
        }

        double[] sorted = [.. values];
        Array.Sort(sorted);
        (double low, double high) = method switch
        {
            IntervalMethod.Basic or IntervalMethod.Percentile => (tail, 1 - tail),
            IntervalMethod.BiasCorrected => Corrected(sorted, estimate, 0, tail),
            IntervalMethod.Bca => Corrected(sorted, estimate, Acceleration(jackknife()), tail),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such interval method."),
        };
        double lower = SpanMath.Quantile(sorted, low), upper = SpanMath.Quantile(sorted, high);
        return method == IntervalMethod.Basic
            ? new Interval(2 * estimate - upper, 2 * estimate - lower, estimate, level)
            : new Interval(lower, upper, estimate, level);
    }

    /// <summary>Efron's corrected percentile levels Φ(b + (b + z)/(1 − a(b + z))).</summary>
    private static (double Low, double High) Corrected(double[] sorted, double estimate, double acceleration, double tail)
    {
        double below = sorted.Count(v => v < estimate);
        // A share of exactly 0 or 1 would put the bias at infinity; half a replication is the usual continuity.
        double share = Math.Clamp(below / sorted.Length, 0.5 / sorted.Length, 1 - 0.5 / sorted.Length);
        double bias = Normal.InvCDF(0, 1, share);
        double z = Normal.InvCDF(0, 1, 1 - tail);
        return (Level(bias - z), Level(bias + z));

        double Level(double shifted) => Normal.CDF(0, 1, bias + shifted / (1 - acceleration * shifted));
    }

    /// <summary>Skewness of the jackknife, Σd³/(6(Σd²)^1.5) with d the mean of the leave-one-out values minus each of them.</summary>
    private static double Acceleration(double[] left)
    {
        double mean = SpanMath.Mean(left), squares = 0, cubes = 0;
        foreach (double value in left)
        {
            double d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }

    private static Interval Studentized(double[] values, double[] deviations, double estimate, double level)
    {
        double deviation = Deviation(values);
        double[] pivots = [.. values.Zip(deviations, (value, within) => (value - estimate) / within).Where(double.IsFinite)];
        if (pivots.Length < 2)
            throw new ArgumentException("The statistic does not vary within resamples, so it cannot be studentized. Use IntervalMethod.Percentile.");
        Array.Sort(pivots);
        double tail = (1 - level) / 2;
        return new Interval(estimate - SpanMath.Quantile(pivots, 1 - tail) * deviation, estimate - SpanMath.Quantile(pivots, tail) * deviation, estimate, level);
    }

    /// <summary>Standard deviation with denominator n.</summary>
    internal static double Deviation(double[] values) => Math.Sqrt(SpanMath.SumOfSquares(values, SpanMath.Mean(values)) / values.Length);
}
