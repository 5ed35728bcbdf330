using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>max(0, 1 − t p) over the last axis, averaged; classes t are −1 and 1, or 0 and 1 which stand for them. Predictions are unbounded scores.</summary>
public sealed class Hinge : Loss, IFromConfig<Hinge>
{
    /// <inheritdoc/>
    public static Hinge FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast((1 - HingeTargets.Signed(Align(target, prediction)) * prediction).clamp_min(0));

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.Sides(Name, targets);
    }
}
