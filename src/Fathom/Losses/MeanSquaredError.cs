using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Mean of (target − prediction)² over all axes after the batch.</summary>
public sealed class MeanSquaredError : Loss, IFromConfig<MeanSquaredError>
{
    /// <inheritdoc/>
    public static MeanSquaredError FromConfig(JsonObject config) => new();

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast((Align(target, prediction) - prediction).square());

    private protected override Tensor? Mean(Tensor target, Tensor prediction) => nn.functional.mse_loss(prediction, Align(target, prediction));
}
