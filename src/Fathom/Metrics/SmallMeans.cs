using Fathom.Losses;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>
/// Means over batches of few values, straight from memory: a metric made of the library's operations takes longer than a whole step of a small net. None is given where values lie
/// elsewhere, are many or are no single-precision numbers, or shapes do not fit.
/// </summary>
internal static class SmallMeans
{
    /// <summary>Up to how many values; beyond, the library's wider and parallel loops are worth their calls.</summary>
    internal const int Most = 1 << 14;

    /// <summary>The mean of |target − prediction|.</summary>
    public static double? AbsoluteError(Tensor target, Tensor prediction)
    {
        if (!AreIn(target, prediction) || !TargetAlignment.AreAligned(target, prediction)) return null;
        ReadOnlySpan<float> expected = target.Floats(), given = prediction.Floats();
        double sum = 0;
        for (int i = 0; i < given.Length; i++) sum += MathF.Abs(expected[i] - given[i]);
        return sum / given.Length;
    }

    /// <summary>The mean of (target − prediction)².</summary>
    public static double? SquaredError(Tensor target, Tensor prediction)
    {
        if (!AreIn(target, prediction) || !TargetAlignment.AreAligned(target, prediction)) return null;
        ReadOnlySpan<float> expected = target.Floats(), given = prediction.Floats();
        double sum = 0;
        for (int i = 0; i < given.Length; i++)
        {
            float error = expected[i] - given[i];
            sum += error * error;
        }
        return sum / given.Length;
    }

    /// <summary>How often a target is 1 where the prediction is above a threshold, and 0 elsewhere.</summary>
    public static double? OnSide(Tensor target, Tensor prediction, float threshold)
    {
        if (!AreIn(target, prediction) || !TargetAlignment.AreAligned(target, prediction)) return null;
        ReadOnlySpan<float> expected = target.Floats(), given = prediction.Floats();
        int right = 0;
        for (int i = 0; i < given.Length; i++)
            if (expected[i] == (given[i] > threshold ? 1 : 0)) right++;
        return (double)right / given.Length;
    }

    /// <summary>How often a target is the number of the greatest prediction.</summary>
    public static double? IsGreatest(Tensor target, Tensor prediction)
    {
        if (!AreIn(target, prediction) || !TargetAlignment.AreClassNumbers(target, prediction)) return null;
        ReadOnlySpan<float> expected = target.Floats(), given = prediction.Floats();
        int classes = expected.Length == 0 ? 1 : given.Length / expected.Length, right = 0;
        for (int i = 0; i < expected.Length; i++)
            // Of class numbers the library drops what comes after the point.
            if (MathF.Truncate(expected[i]) == Greatest(given.Slice(i * classes, classes))) right++;
        return (double)right / expected.Length;
    }

    // The first of the greatest, or of those that are not numbers.
    private static int Greatest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length && !float.IsNaN(values[best]); i++)
            if (values[i] > values[best] || float.IsNaN(values[i])) best = i;
        return best;
    }

    private static bool AreIn(Tensor target, Tensor prediction) => IsIn(prediction) && IsIn(target);

    private static bool IsIn(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.NumberOfElements <= Most && tensor.is_contiguous();
}
