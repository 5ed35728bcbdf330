namespace Fathom.Validation;

/// <summary>
/// Hansen's test of superior predictive ability (2005): is the best of several models better than the benchmark, given how many were tried?
/// Studentized, with the stationary bootstrap. Report the consistent p-value: the upper bound rises with every terrible model in the set.
/// </summary>
/// <example><code>
/// SuperiorPredictiveAbilityResult spa = new SuperiorPredictiveAbility { Seed = 1 }.Test(naiveLosses, [ridgeLosses, lstmLosses]);
/// Console.WriteLine(spa.PValue);
/// </code></example>
public sealed record SuperiorPredictiveAbility
{
    /// <summary>Bootstrap replications, at least 100. Default 10,000.</summary>
    public int Replications { get; init; } = 10_000;

    /// <summary>Mean block length in observations; null, the default, takes the root of the number of observations.</summary>
    public double? MeanBlockLength { get; init; }

    /// <summary>Seed of the bootstrap. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Most threads to use. Default: as many as the machine has cores. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Runs the test.</summary>
    /// <param name="benchmark">Loss of the benchmark per observation, in order of time; at least 10.</param>
    /// <param name="models">Losses of the models, each as long as the benchmark's.</param>
    /// <exception cref="ArgumentException">Lengths differ, a loss is not finite, or no model differs from the benchmark.</exception>
    public SuperiorPredictiveAbilityResult Test(double[] benchmark, IReadOnlyList<double[]> models)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Replications, 100, nameof(Replications));
        LossSet set = LossSet.FromLosses(benchmark, models);
        int n = set.Observations;
        double length = MeanBlockLength ?? Math.Sqrt(n);
        var bootstrap = new StationaryBootstrap(length) { Seed = Seed, Threads = Threads };
        bootstrap.Check(n);

        double[] variances = set.StationaryVariances(1 / length);
        // A model with the benchmark's own losses has no variance and can neither win nor lose.
        int[] live = [.. Enumerable.Range(0, set.Models).Where(k => variances[k] > 0)];
        if (live.Length == 0)
            throw new ArgumentException("Every model's loss differs from the benchmark's by a constant: there is nothing to test.", nameof(models));

        double root = Math.Sqrt(n);
        double[] scores = [.. live.Select(k => root * set.Means[k] / Math.Sqrt(variances[k]))];
        double statistic = Math.Max(0, scores.Max());
        int best = live[Array.IndexOf(scores, scores.Max())];
        // What each bound adds back to the centred bootstrap score: nothing for the least favourable case, the (negative) score itself where a model counts as bad.
        double threshold = -Math.Sqrt(2 * Math.Log(Math.Log(n)));
        double[] consistentShift = Array.ConvertAll(scores, z => z >= threshold ? 0 : z);
        double[] lowerShift = Array.ConvertAll(scores, z => Math.Min(z, 0));

        var exceeds = new (bool Lower, bool Consistent, bool Upper)[Replications];
        bootstrap.Run(n, Replications, (replication, blocks) =>
        {
            double lower = 0, consistent = 0, upper = 0;
            for (int i = 0; i < live.Length; i++)
            {
                double z = root * set.CentredMean(live[i], blocks) / Math.Sqrt(variances[live[i]]);
                upper = Math.Max(upper, z);
                consistent = Math.Max(consistent, z + consistentShift[i]);
                lower = Math.Max(lower, z + lowerShift[i]);
            }

            exceeds[replication] = (lower > statistic, consistent > statistic, upper > statistic);
        });
        return new SuperiorPredictiveAbilityResult(statistic,
            Share(e => e.Consistent), Share(e => e.Lower), Share(e => e.Upper), best, set.Means, variances, n, Replications, length);

        double Share(Func<(bool Lower, bool Consistent, bool Upper), bool> which) =>
            statistic == 0 ? 1 : (double)exceeds.Count(which) / Replications;
    }
}
