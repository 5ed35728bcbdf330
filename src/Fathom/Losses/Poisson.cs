using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>The negative log likelihood of counts, p − t ln(p + 10⁻⁷), averaged over the last axis; predictions are rates above 0, targets counts of 0 or more.</summary>
/// <remarks>The term ln t! is left out, as in Keras. Give the last layer a softplus.</remarks>
public sealed class Poisson : Loss, IFromConfig<Poisson>
{
    /// <inheritdoc/>
    public static Poisson FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast(prediction - Align(target, prediction) * (prediction + Epsilon).log());

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.NotNegative(Name, targets, "Counts are not negative; for other targets use MeanSquaredError.");
    }
}
