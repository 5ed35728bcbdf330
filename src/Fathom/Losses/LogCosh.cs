using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>ln cosh(prediction − target), averaged over the last axis; e²/2 near zero, |e| − ln 2 far out.</summary>
public sealed class LogCosh : Loss, IFromConfig<LogCosh>
{
    /// <inheritdoc/>
    public static LogCosh FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        Tensor error = (prediction - Align(target, prediction)).abs();
        // |e| + ln(1 + exp(−2|e|)) − ln 2 neither overflows nor needs cosh.
        return MeanOfLast(error + nn.functional.softplus(error * -2) - Math.Log(2));
    }
}
