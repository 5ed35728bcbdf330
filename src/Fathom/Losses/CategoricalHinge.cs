using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>max(0, 1 + the largest score of a wrong class − the score of the true class) over the last axis; targets are one-hot, predictions unbounded scores.</summary>
/// <remarks>As in Keras the true class takes part in the largest with a score of 0.</remarks>
public sealed class CategoricalHinge : Loss, IFromConfig<CategoricalHinge>
{
    /// <inheritdoc/>
    public static CategoricalHinge FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Align(target, prediction);
        Tensor right = (target * prediction).sum(-1), wrong = ((1 - target) * prediction).amax([-1L]);
        return (wrong - right + 1).clamp_min(0);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        _ = Crossentropy.Classes(output, Name);
        TargetChecks.Shares(Name, targets, target, -1);
    }
}
