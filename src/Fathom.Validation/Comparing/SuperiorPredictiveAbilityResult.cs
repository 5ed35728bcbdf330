using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of <see cref="SuperiorPredictiveAbility"/>.</summary>
/// <param name="Statistic">Largest studentized mean gain over the benchmark, at least 0.</param>
/// <param name="PValue">The consistent p-value: the one to report. 1 where no model beats the benchmark in the sample.</param>
/// <param name="LowerPValue">Lower bound: models worse than the benchmark are taken to be as bad as they look.</param>
/// <param name="UpperPValue">Upper bound (White's reality check, studentized): all models are taken to be as good as the benchmark.</param>
/// <param name="Best">Number of the model with the largest studentized gain, from 0.</param>
/// <param name="MeanGains">Per model, the benchmark's mean loss minus the model's.</param>
/// <param name="Variances">Per model, the long-run variance ω² of the gain.</param>
/// <param name="Observations">Observations compared.</param>
/// <param name="Replications">Bootstrap replications.</param>
/// <param name="MeanBlockLength">Mean block length, in observations.</param>
public sealed record SuperiorPredictiveAbilityResult(double Statistic, double PValue, double LowerPValue, double UpperPValue, int Best,
    double[] MeanGains, double[] Variances, int Observations, int Replications, double MeanBlockLength)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"SPA {Statistic:0.###}, p {PValue:0.####} (bounds {LowerPValue:0.####} to {UpperPValue:0.####}), {MeanGains.Length} models, {Observations} observations, {Replications} replications");
}
