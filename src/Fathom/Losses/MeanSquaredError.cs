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
    public override Tensor PerSample(Tensor target, Tensor prediction) => MeanPerSample((Align(target, prediction) - prediction).square());

    /// <inheritdoc/>
    public override Tensor Compute(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => sampleWeight is null
        ? nn.functional.mse_loss(prediction, Align(target, prediction))
        : base.Compute(target, prediction, sampleWeight);
}
