namespace Fathom.Validation;

/// <summary>
/// White's reality check (2000): the largest mean gain over the benchmark against its bootstrap distribution, not studentized and with all models
/// taken to be as good as the benchmark. <see cref="SuperiorPredictiveAbility"/> is more powerful; this is for comparison with older work.
/// </summary>
public sealed record RealityCheck
{
    /// <summary>Bootstrap replications, at least 100. Default 10,000.</summary>
    public int Replications { get; init; } = 10_000;

    /// <summary>Mean block length in observations; null, the default, takes the root of the number of observations.</summary>
    public double? MeanBlockLength { get; init; }

    /// <summary>Seed of the bootstrap. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The p-value: the chance of a largest gain as great where no model beats the benchmark.</summary>
    /// <param name="benchmark">Loss of the benchmark per observation, in order of time; at least 10.</param>
    /// <param name="models">Losses of the models, each as long as the benchmark's.</param>
    /// <exception cref="ArgumentException">Lengths differ or a loss is not finite.</exception>
    public double PValue(double[] benchmark, IReadOnlyList<double[]> models)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Replications, 100, nameof(Replications));
        LossSet set = LossSet.FromLosses(benchmark, models);
        double best = set.Means.Max();
        double[][] resampled = set.CentredMeans(MeanBlockLength, Seed, Replications);
        return (double)Enumerable.Range(0, Replications).Count(r => resampled.Max(means => means[r]) >= best) / Replications;
    }
}
