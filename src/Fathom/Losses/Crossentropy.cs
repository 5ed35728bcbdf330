using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>What the losses over class probabilities share.</summary>
internal static class Crossentropy
{
    /// <summary>ln p along the last axis, from logits, or from probabilities brought to sum 1 and kept in [ε, 1 − ε], as Keras does.</summary>
    public static Tensor LogProbabilities(Tensor prediction, bool fromLogits, double epsilon) => fromLogits
        ? nn.functional.log_softmax(prediction, -1)
        : (prediction / prediction.sum(-1, keepdim: true)).clamp(epsilon, 1 - epsilon).log();

    /// <summary>Accepts a smoothing that lies in [0, 1].</summary>
    public static double Smoothing(double value) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Label smoothing lies between 0 (none) and 1; 0.1 is usual.");

    /// <summary>The number of classes: the length of the prediction's last axis.</summary>
    /// <exception cref="ArgumentException">There is only one, so there is nothing to choose from.</exception>
    public static int Classes(Shape output, string loss)
    {
        int classes = output.Count == 0 ? 1 : output[^1];
        return classes != 1
            ? classes
            : throw new ArgumentException(
                $"Loss '{loss}' needs one output per class, but the model gives {output}: with a single output it cannot learn. Give the last layer one unit per " +
                "class and a softmax, or use BinaryCrossentropy.", nameof(output));
    }
}
