using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Mean of |target − prediction| over the last axis.</summary>
public sealed class MeanAbsoluteError : Loss, IFromConfig<MeanAbsoluteError>
{
    /// <inheritdoc/>
    public static MeanAbsoluteError FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast((Align(target, prediction) - prediction).abs());

    private protected override Tensor? Mean(Tensor target, Tensor prediction) => nn.functional.l1_loss(prediction, Align(target, prediction));
}
