using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// The negative log likelihood of targets under Student's t distributions whose location, scale and degrees of freedom the model predicts, averaged over the
/// targets of a sample: for returns, whose tails are heavy. Keras has no such loss.
/// </summary>
/// <remarks>
/// <para>
/// For k targets the last axis of the predictions holds 3k unbounded numbers: first the k locations μ, then the k raw scales r with σ = softplus(r) + 10⁻⁶, in
/// the targets' unit, then the k raw degrees of freedom n with ν = 2 + softplus(n), so that the variance σ² ν / (ν − 2) exists (as in Salinas et al. 2020,
/// "DeepAR", and its implementations). End the model with a linear layer of 3k units. <see cref="Parameters"/> turns predictions into μ, σ and ν.
/// </para>
/// <para>With z = (t − μ) / σ the loss is ln Γ(ν/2) − ln Γ((ν + 1)/2) + ½ ln νπ + ln σ + (ν + 1)/2 · ln(1 + z²/ν).</para>
/// </remarks>
public sealed class StudentTLikelihood : Loss, IFromConfig<StudentTLikelihood>
{
    /// <inheritdoc/>
    public static StudentTLikelihood FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <summary>The distributions that predictions stand for.</summary>
    /// <param name="prediction">(batch, …, 3k).</param>
    /// <returns>Location, scale and degrees of freedom, each (batch, …, k).</returns>
    /// <exception cref="ShapeException">The last axis is no multiple of 3.</exception>
    public static (Tensor Location, Tensor Scale, Tensor DegreesOfFreedom) Parameters(Tensor prediction)
    {
        Tensor[] parts = LikelihoodParameters.Split(prediction, 3, nameof(StudentTLikelihood));
        return (parts[0], LikelihoodParameters.Scale(parts[1]), nn.functional.softplus(parts[2]) + 2);
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        (Tensor location, Tensor scale, Tensor freedom) = Parameters(prediction);
        Tensor distance = (Align(target, location) - location) / scale, half = (freedom + 1) / 2;
        return MeanOfLast((freedom / 2).lgamma() - half.lgamma() + (freedom * Math.PI).log() / 2 + scale.log() + half * (distance.square() / freedom).log1p());
    }
}
