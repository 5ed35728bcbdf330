using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// The negative log likelihood of targets under normal distributions whose mean and scale the model predicts: ½ ln 2π + ln σ + (t − μ)² / 2σ², averaged over
/// the targets of a sample. Keras has no such loss.
/// </summary>
/// <remarks>
/// For k targets the last axis of the predictions holds 2k unbounded numbers: first the k means μ, then the k raw scales r with σ = softplus(r) + 10⁻⁶, in
/// the targets' unit. End the model with a linear layer of 2k units. <see cref="Parameters"/> turns predictions into μ and σ.
/// </remarks>
public sealed class GaussianLikelihood : Loss, IFromConfig<GaussianLikelihood>
{
    /// <inheritdoc/>
    public static GaussianLikelihood FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <summary>The distributions that predictions stand for.</summary>
    /// <param name="prediction">(batch, …, 2k).</param>
    /// <returns>Mean and standard deviation, each (batch, …, k).</returns>
    /// <exception cref="ShapeException">The last axis is odd.</exception>
    public static (Tensor Mean, Tensor Scale) Parameters(Tensor prediction)
    {
        Tensor[] parts = LikelihoodParameters.Split(prediction, 2, nameof(GaussianLikelihood));
        return (parts[0], LikelihoodParameters.Scale(parts[1]));
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        (Tensor mean, Tensor scale) = Parameters(prediction);
        Tensor distance = (Align(target, mean) - mean) / scale;
        return MeanOfLast(distance.square() / 2 + scale.log() + 0.5 * Math.Log(2 * Math.PI));
    }
}
