namespace Fathom.Validation;

/// <summary>Differences between a benchmark's losses and those of several models, with the prefix sums that make block bootstraps of their means cheap.</summary>
internal sealed class LossSet
{
    private readonly double[][] _prefix;

    /// <param name="gains">Per model, one value per observation.</param>
    public LossSet(double[][] gains)
    {
        Gains = gains;
        Observations = gains[0].Length;
        Means = Array.ConvertAll(gains, g => SpanMath.Mean(g));
        _prefix = [.. gains.Select((g, k) =>
        {
            // Over two rounds of the centred series, so that a block that wraps is still one difference.
            var sums = new double[2 * g.Length + 1];
            for (int i = 0; i < 2 * g.Length; i++)
                sums[i + 1] = sums[i] + (g[i % g.Length] - Means[k]);
            return sums;
        })];
    }

    public double[][] Gains { get; }

    public int Observations { get; }

    public int Models => Gains.Length;

    public double[] Means { get; }

    /// <summary>The mean of model <paramref name="k"/> on a resample, minus its mean on the sample.</summary>
    public double CentredMean(int k, ReadOnlySpan<Block> blocks)
    {
        double[] sums = _prefix[k];
        double total = 0;
        foreach (Block block in blocks)
            total += sums[block.Start + block.Length] - sums[block.Start];
        return total / Observations;
    }

    /// <summary>
    /// Long-run variances under the stationary bootstrap with chance <paramref name="end"/> that a block ends
    /// (Hansen 2005, section 3.2; Politis and Romano 1994): Σ κ(k) γ(k), κ(k) = (1 − k/n)(1 − p)^k + (k/n)(1 − p)^(n − k).
    /// </summary>
    public double[] StationaryVariances(double end)
    {
        int n = Observations;
        return Array.ConvertAll(Gains, g =>
        {
            double[] centred = SpanMath.Demean(g);
            double variance = SpanMath.Dot(centred, centred);
            for (int k = 1; k < n; k++)
            {
                double share = (double)k / n;
                double weight = (1 - share) * Math.Pow(1 - end, k) + share * Math.Pow(1 - end, n - k);
                if (weight > 1e-18)
                    variance += 2 * weight * SpanMath.Dot(centred.AsSpan(k), centred.AsSpan(0, n - k));
            }

            return Math.Max(variance / n, 0);
        });
    }

    /// <summary>Per model and replication, the mean on a resample of the stationary bootstrap minus the mean on the sample.</summary>
    public double[][] CentredMeans(double? meanBlockLength, int seed, int replications)
    {
        var bootstrap = new StationaryBootstrap(meanBlockLength ?? Math.Sqrt(Observations)) { Seed = seed };
        bootstrap.Check(Observations);
        double[][] means = [.. Gains.Select(_ => new double[replications])];
        bootstrap.Run(Observations, replications, (replication, blocks) =>
        {
            for (int k = 0; k < Models; k++)
                means[k][replication] = CentredMean(k, blocks);
        });
        return means;
    }

    /// <summary>Gains of models over a benchmark, checked.</summary>
    public static LossSet FromLosses(double[] benchmark, IReadOnlyList<double[]> models)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
            throw new ArgumentException("There are no models to compare with the benchmark.", nameof(models));
        SpanMath.CheckLength(benchmark, 10);
        SpanMath.CheckFinite(benchmark);
        return new LossSet([.. models.Select((losses, k) =>
        {
            CheckModel(losses, k, benchmark.Length);
            var gain = new double[benchmark.Length];
            for (int i = 0; i < gain.Length; i++)
                gain[i] = benchmark[i] - losses[i];
            return gain;
        })]);
    }

    /// <summary>Refuses losses of the wrong length and losses that are not finite.</summary>
    public static void CheckModel(double[] losses, int model, int observations)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.Length != observations)
            throw new ArgumentException($"Model {model} has {losses.Length} losses but {observations} are expected: give every model one loss per observation.");
        int at = Array.FindIndex(losses, v => !double.IsFinite(v));
        if (at >= 0)
            throw new ArgumentException($"Model {model} has the loss {losses[at]} at observation {at}: leave out models that failed to forecast.");
    }
}
