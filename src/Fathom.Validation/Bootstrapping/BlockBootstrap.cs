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
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 1);
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
        double[][] values = [.. Enumerable.Range(0, outputs).Select(_ => new double[replications])];
        Spread(replications, (from, to) =>
        {
            Resampler[] resamplers = [.. series.Select(s =>
            {
                Resampler resampler = CreateResampler(n);
                resampler.Bind(s);
                return resampler;
            })];
            double[][] samples = [.. series.Select(_ => new double[n])];
            var output = new double[outputs];
            for (int r = from; r < to; r++)
            {
                for (int k = 0; k < samples.Length; k++)
                {
                    var random = new RandomStream(Seed, r);
                    resamplers[k].Draw(ref random, samples[k]);
                }

                statistic(samples, output);
                for (int j = 0; j < outputs; j++)
                    values[j][r] = output[j];
            }
        });
        return values;
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
