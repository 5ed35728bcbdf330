using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>What the losses over class probabilities share.</summary>
internal static class Crossentropy
{
    /// <summary>ln p along the last axis, from logits, or from probabilities brought to sum 1 and kept in [ε, 1 − ε], as Keras does.</summary>
    public static Tensor LogProbabilities(Tensor prediction, bool fromLogits, double epsilon) => fromLogits
        ? nn.functional.log_softmax(prediction, -1)
        : Probabilities(prediction, false, epsilon).log();

    /// <summary>Probabilities along the last axis that sum to 1, kept in [ε, 1 − ε].</summary>
    public static Tensor Probabilities(Tensor prediction, bool fromLogits, double epsilon) =>
        (fromLogits ? prediction.softmax(-1) : prediction / prediction.sum(-1, keepdim: true)).clamp(epsilon, 1 - epsilon);

    /// <summary>Targets pulled towards equal shares along the last axis.</summary>
    public static Tensor Smooth(Tensor target, double smoothing) => smoothing > 0 ? target * (1 - smoothing) + smoothing / target.shape[^1] : target;

    /// <summary>Targets pulled towards 1/2.</summary>
    public static Tensor SmoothBinary(Tensor target, double smoothing) => smoothing > 0 ? target * (1 - smoothing) + 0.5 * smoothing : target;

    /// <summary>The axis of the classes brought to the end.</summary>
    public static Tensor Last(Tensor tensor, int axis) => axis == -1 ? tensor : tensor.movedim([axis], [-1L]);

    /// <summary>Accepts a smoothing that lies in [0, 1].</summary>
    public static double Smoothing(double value) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Label smoothing lies between 0 (none) and 1; 0.1 is usual.");

    /// <summary>Accepts an axis that is not the batch.</summary>
    public static int Axis(int value) => value != 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Axis 0 is the batch. Classes or features lie along a later axis; −1 is the last.");

    /// <summary>Accepts an exponent of a focal loss.</summary>
    public static double Focus(double value) => value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Gamma is 0 (no focus) or more; 2 is usual.");

    /// <summary>The number of classes: the length of one axis of the prediction.</summary>
    /// <exception cref="ArgumentException">There is only one, so there is nothing to choose from.</exception>
    public static int Classes(Shape output, string loss, int axis = -1)
    {
        int at = axis < 0 ? output.Count + axis : axis - 1;
        int classes = at >= 0 && at < output.Count ? output[at] : 1;
        return classes != 1
            ? classes
            : throw new ArgumentException(
                $"Loss '{loss}' needs one output per class, but the model gives {output}: with a single output it cannot learn. Give the last layer one unit per " +
                "class and a softmax, or use BinaryCrossentropy.", nameof(output));
    }
}
