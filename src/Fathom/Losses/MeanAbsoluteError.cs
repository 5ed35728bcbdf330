using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Mean of |target − prediction| over all axes after the batch.</summary>
public sealed class MeanAbsoluteError : Loss, IFromConfig<MeanAbsoluteError>
{
    /// <inheritdoc/>
    public static MeanAbsoluteError FromConfig(JsonObject config) => new();

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor target, Tensor prediction) => MeanPerSample((Align(target, prediction) - prediction).abs());

    /// <inheritdoc/>
    public override Tensor Compute(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => sampleWeight is null
        ? nn.functional.l1_loss(prediction, Align(target, prediction))
        : base.Compute(target, prediction, sampleWeight);
}
