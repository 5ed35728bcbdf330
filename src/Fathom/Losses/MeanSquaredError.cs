using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Mean of (target − prediction)² over the last axis.</summary>
public sealed class MeanSquaredError : Loss, IFromConfig<MeanSquaredError>
{
    /// <inheritdoc/>
    public static MeanSquaredError FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast((Align(target, prediction) - prediction).square());

    private protected override Tensor? Mean(Tensor target, Tensor prediction) => nn.functional.mse_loss(prediction, Align(target, prediction));
}
