namespace Fathom.Validation;

/// <summary>
/// Resampling of a series with replacement. Replication r of seed s is the same whatever the number of threads and whatever statistic is computed.
/// </summary>
public abstract record Bootstrap
{
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
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 2);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1; 0.95 is usual.");
        double[] values = Replicate(series, statistic, replications);
        return BootstrapInterval.Compute(this, series, statistic, values, level, method);
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
