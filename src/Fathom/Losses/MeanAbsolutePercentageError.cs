using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>100 times the mean of |target − prediction| / max(|target|, 10⁻⁷) over the last axis, in percent.</summary>
/// <remarks>Of no use where targets come near zero, as returns do.</remarks>
public sealed class MeanAbsolutePercentageError : Loss, IFromConfig<MeanAbsolutePercentageError>
{
    /// <inheritdoc/>
    public static MeanAbsolutePercentageError FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Align(target, prediction);
        return MeanOfLast((target - prediction).abs() / target.abs().clamp_min(Epsilon)) * 100;
    }
}
