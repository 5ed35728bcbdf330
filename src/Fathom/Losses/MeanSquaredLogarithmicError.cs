using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Mean of (ln(1 + target) − ln(1 + prediction))² over the last axis; targets of 0 or more.</summary>
/// <remarks>Predictions below 10⁻⁷ are taken for 10⁻⁷, as in Keras: there the gradient is zero. Give the last layer a softplus or relu.</remarks>
public sealed class MeanSquaredLogarithmicError : Loss, IFromConfig<MeanSquaredLogarithmicError>
{
    /// <inheritdoc/>
    public static MeanSquaredLogarithmicError FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast((Logarithm(prediction) - Logarithm(Align(target, prediction))).square());

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.NotNegative(Name, targets, "Use MeanSquaredError, or learn something that cannot be negative.");
    }

    private static Tensor Logarithm(Tensor values) => values.clamp_min(Epsilon).log1p();
}
