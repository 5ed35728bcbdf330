using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>What the likelihood losses share: parameters that lie side by side in the last axis.</summary>
internal static class LikelihoodParameters
{
    // Keeps the likelihood of a point that is met exactly finite.
    private const double LeastScale = 1e-6;

    /// <summary>Splits the last axis into equal parts.</summary>
    public static Tensor[] Split(Tensor prediction, int parts, string who)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        long[] shape = prediction.shape;
        if (shape.Length < 2 || shape[^1] % parts != 0)
            throw new ShapeException(
                $"{who} reads {parts} parameters per target from the last axis, but got predictions of shape ({string.Join(", ", shape)}). Give the last layer {parts} units per target.");
        return prediction.chunk(parts, -1);
    }

    /// <summary>A positive scale from an unbounded score.</summary>
    public static Tensor Scale(Tensor raw) => nn.functional.softplus(raw) + LeastScale;
}
