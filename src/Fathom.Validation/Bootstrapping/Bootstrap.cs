namespace Fathom.Validation;

/// <summary>
/// Resampling of a series with replacement. Replication r of seed s is the same whatever the number of threads and whatever statistic is computed.
/// </summary>
public abstract record Bootstrap
{
    /// <summary>Resamples of a resample that estimate one standard error of the studentized interval.</summary>
    private protected const int NestedReplications = 100;

    private protected Bootstrap() { }

    /// <summary>Seed of the resampling. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Most threads to use. Default: as many as the machine has cores. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Refuses a series that the method cannot resample.</summary>
    internal abstract void Check(int observations);

    /// <summary>A resampler for series of a length, to be used by one thread.</summary>
    internal abstract Resampler CreateResampler(int observations);

    /// <summary>One resample.</summary>
    /// <param name="series">Observations in order of time; at least two.</param>
    /// <param name="replication">Number of the resample, from 0. Series of one length resampled under one number by blocks take the same observations:
    /// that is how several series are resampled together.</param>
    /// <exception cref="ArgumentException">The series is too short for the block length or the model.</exception>
    public double[] Resample(ReadOnlySpan<double> series, int replication)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replication);
        SpanMath.CheckLength(series, 2);
        Check(series.Length);
        var sample = new double[series.Length];
        var random = new RandomStream(Seed, replication);
        Resampler resampler = CreateResampler(series.Length);
        resampler.Bind(series.ToArray());
        resampler.Draw(ref random, sample);
        return sample;
    }

    /// <summary>The statistic on every resample; entry r belongs to <see cref="Resample"/> r.</summary>
    /// <param name="series">Observations in order of time; at least two, all finite.</param>
    /// <param name="statistic">What to compute; called from several threads.</param>
    /// <param name="replications">Number of resamples, at least 1.</param>
    /// <exception cref="ArgumentException">The series is too short or not finite.</exception>
    public double[] Replicate(double[] series, Statistic statistic, int replications)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 1);
        SpanMath.CheckLength(series, 2);
        SpanMath.CheckFinite(series);
        Check(series.Length);
        var values = new double[replications];
        Spread(replications, (from, to) =>
        {
            Resampler resampler = CreateResampler(series.Length);
            resampler.Bind(series);
            var sample = new double[series.Length];
            for (int r = from; r < to; r++)
            {
                var random = new RandomStream(Seed, r);
                resampler.Draw(ref random, sample);
                values[r] = statistic(sample);
            }
        });
        return values;
    }

    /// <summary>A confidence interval for a statistic.</summary>
    /// <param name="series">Observations in order of time; at least two, all finite.</param>
    /// <param name="statistic">What to compute, such as <see cref="Sharpe.Ratio"/>; called from several threads.</param>
    /// <param name="replications">Number of resamples, at least 2; 10,000 for bounds that hardly move with the seed.</param>
    /// <param name="level">Coverage wanted, between 0 and 1. Default 0.95.</param>
    /// <param name="method">How the interval is read off the replications. Default <see cref="IntervalMethod.Bca"/>.</param>
    /// <exception cref="ArgumentException">The series is too short or not finite, or the statistic is not finite on the series or a resample.</exception>
    public Interval ConfidenceInterval(double[] series, Statistic statistic, int replications = 10_000, double level = 0.95,
        IntervalMethod method = IntervalMethod.Bca)
    {
        CheckInterval(replications, level);
        double[] values = Replicate(series, statistic, replications);
        return BootstrapInterval.Compute(values, statistic(series), level, method, () => Jackknife(series, statistic), () => NestedDeviations(series, statistic, replications));
    }

    private static double[] Jackknife(double[] series, Statistic statistic)
    {
        int n = series.Length;
        var left = new double[n];
        double[] sample = series[1..];
        for (int i = 0; i < n; i++)
        {
            left[i] = statistic(sample);
            if (i < n - 1)
                sample[i] = series[i];
        }

        return left;
    }

    private double[] NestedDeviations(double[] series, Statistic statistic, int replications)
    {
        var deviations = new double[replications];
        Spread(replications, (from, to) =>
        {
            Resampler outer = CreateResampler(series.Length), inner = CreateResampler(series.Length);
            outer.Bind(series);
            double[] sample = new double[series.Length], again = new double[series.Length], nested = new double[NestedReplications];
            for (int r = from; r < to; r++)
            {
                var random = new RandomStream(Seed, r);
                outer.Draw(ref random, sample);
                inner.Bind(sample);
                for (int i = 0; i < NestedReplications; i++)
                {
                    random = new RandomStream(Seed, NestedNumber(r, i));
                    inner.Draw(ref random, again);
                    nested[i] = statistic(again);
                }

                deviations[r] = BootstrapInterval.Deviation(nested);
            }
        });
        return deviations;
    }

    /// <summary>Numbers below zero, so that no nested resample repeats an outer one.</summary>
    private protected static long NestedNumber(int replication, int nested) => -1 - ((long)replication * NestedReplications + nested);

    private protected static void CheckInterval(int replications, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 2);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1; 0.95 is usual.");
    }

    /// <summary>Gives every thread a run of the replications [from, to).</summary>
    internal void Spread(int replications, Action<int, int> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
        int workers = Math.Min(Threads, replications);
        if (workers == 1)
            work(0, replications);
        else
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
                work((int)((long)replications * worker / workers), (int)((long)replications * (worker + 1) / workers)));
        }
    }
}
