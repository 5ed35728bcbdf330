namespace Fathom.Validation;

/// <summary>Resampling by runs of observations, which keeps the serial dependence within a run and needs no model.</summary>
public abstract record BlockBootstrap : Bootstrap
{
    private protected BlockBootstrap() { }

    /// <summary>Draws blocks whose lengths sum to <paramref name="observations"/>.</summary>
    /// <returns>The number of blocks written.</returns>
    internal abstract int Draw(Span<Block> blocks, int observations, ref RandomStream random);

    internal override Resampler CreateResampler(int observations) => new BlockResampler(this, observations);

    /// <summary>
    /// Statistics of several series resampled together: every replication takes the same observations of all of them, so that what ties them at one time stays.
    /// </summary>
    /// <param name="series">Series of one length, at least one of at least two finite observations.</param>
    /// <param name="statistic">What to compute; called from several threads.</param>
    /// <param name="outputs">How many values it computes, at least 1.</param>
    /// <param name="replications">Number of resamples, at least 1.</param>
    /// <returns>Per output, one value per replication.</returns>
    /// <exception cref="ArgumentException">There is no series, lengths differ, or a series is too short or not finite.</exception>
    public double[][] Replicate(IReadOnlyList<double[]> series, JointStatistic statistic, int outputs, int replications)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 1);
        CheckJoint(series, statistic, outputs);
        double[][] values = [.. Enumerable.Range(0, outputs).Select(_ => new double[replications])];
        Spread(replications, (from, to) =>
        {
            var resample = new JointResample(this, series.Count, series[0].Length);
            resample.Bind(series);
            var output = new double[outputs];
            for (int r = from; r < to; r++)
            {
                statistic(resample.Draw(r), output);
                for (int j = 0; j < outputs; j++)
                    values[j][r] = output[j];
            }
        });
        return values;
    }

    /// <summary>Confidence intervals for statistics of several series resampled together, such as the difference of two Sharpe ratios.</summary>
    /// <param name="series">Series of one length, at least one of at least two finite observations.</param>
    /// <param name="statistic">What to compute; called from several threads.</param>
    /// <param name="outputs">How many values it computes, at least 1.</param>
    /// <param name="replications">Number of resamples, at least 2.</param>
    /// <param name="level">Coverage wanted of each interval, between 0 and 1. Default 0.95.</param>
    /// <param name="method">How the intervals are read off the replications. Default <see cref="IntervalMethod.Bca"/>.</param>
    /// <returns>One interval per output.</returns>
    /// <exception cref="ArgumentException">There is no series, lengths differ, a series is too short or not finite, or a statistic is not finite on the series or a resample.</exception>
    public Interval[] ConfidenceIntervals(IReadOnlyList<double[]> series, JointStatistic statistic, int outputs, int replications = 10_000,
        double level = 0.95, IntervalMethod method = IntervalMethod.Bca)
    {
        CheckInterval(replications, level);
        double[][] values = Replicate(series, statistic, outputs, replications);
        var estimates = new double[outputs];
        statistic(series, estimates);
        var jackknife = new Lazy<double[][]>(() => JointJackknife(series, statistic, outputs));
        var deviations = new Lazy<double[][]>(() => JointDeviations(series, statistic, outputs, replications));
        return [.. values.Select((value, j) => BootstrapInterval.Compute(value, estimates[j], level, method, () => jackknife.Value[j], () => deviations.Value[j]))];
    }

    private static double[][] JointJackknife(IReadOnlyList<double[]> series, JointStatistic statistic, int outputs)
    {
        int n = series[0].Length;
        double[][] left = [.. Enumerable.Range(0, outputs).Select(_ => new double[n])];
        double[][] samples = [.. series.Select(s => s[1..])];
        var output = new double[outputs];
        for (int i = 0; i < n; i++)
        {
            statistic(samples, output);
            for (int j = 0; j < outputs; j++)
                left[j][i] = output[j];
            for (int k = 0; k < samples.Length && i < n - 1; k++)
                samples[k][i] = series[k][i];
        }

        return left;
    }

    private double[][] JointDeviations(IReadOnlyList<double[]> series, JointStatistic statistic, int outputs, int replications)
    {
        double[][] deviations = [.. Enumerable.Range(0, outputs).Select(_ => new double[replications])];
        Spread(replications, (from, to) =>
        {
            int n = series[0].Length;
            JointResample outer = new(this, series.Count, n), inner = new(this, series.Count, n);
            outer.Bind(series);
            double[][] nested = [.. Enumerable.Range(0, outputs).Select(_ => new double[NestedReplications])];
            var output = new double[outputs];
            for (int r = from; r < to; r++)
            {
                inner.Bind(outer.Draw(r));
                for (int i = 0; i < NestedReplications; i++)
                {
                    statistic(inner.Draw(NestedNumber(r, i)), output);
                    for (int j = 0; j < outputs; j++)
                        nested[j][i] = output[j];
                }

                for (int j = 0; j < outputs; j++)
                    deviations[j][r] = BootstrapInterval.Deviation(nested[j]);
            }
        });
        return deviations;
    }

    private void CheckJoint(IReadOnlyList<double[]> series, JointStatistic statistic, int outputs)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (series.Count == 0)
            throw new ArgumentException("There are no series: give at least one.", nameof(series));
        int n = series[0].Length;
        for (int k = 0; k < series.Count; k++)
        {
            if (series[k].Length != n)
                throw new ArgumentException($"Series {k} has {series[k].Length} observations but series 0 has {n}: align them in time first.", nameof(series));
            SpanMath.CheckLength(series[k], 2, $"series[{k}]");
            SpanMath.CheckFinite(series[k], $"series[{k}]");
        }

        Check(n);
    }

    /// <summary>Runs all replications on the blocks alone, for statistics that need no copy of the sample.</summary>
    internal void Run(int observations, int replications, ReplicationBody body) => Spread(replications, (from, to) =>
    {
        var blocks = new Block[observations];
        for (int r = from; r < to; r++)
        {
            var random = new RandomStream(Seed, r);
            int count = Draw(blocks, observations, ref random);
            body(r, blocks.AsSpan(0, count));
        }
    });

    internal delegate void ReplicationBody(int replication, ReadOnlySpan<Block> blocks);
}
