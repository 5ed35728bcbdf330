using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>The Kullback–Leibler divergence Σ t ln(t / p) over the last axis; targets and predictions are probabilities.</summary>
/// <remarks>Both are kept in [10⁻⁷, 1].</remarks>
public sealed class KLDivergence : Loss, IFromConfig<KLDivergence>
{
    /// <inheritdoc/>
    public static KLDivergence FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Align(target, prediction).clamp(Epsilon, 1);
        return (target * (target / prediction.clamp(Epsilon, 1)).log()).sum(-1);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.Shares(Name, targets, target, -1);
    }
}
