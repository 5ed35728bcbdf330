using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Channels stay last in memory, the layout convolutions and pooling run fastest in. The tensor library names them second, so what moves them are views; a
/// sequence goes as an image of height 1, for which libtorch has that layout.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The axes of a sequence, an image or a volume, for errors.</summary>
    public static string Axes(int count) => count switch
    {
        1 => "(batch, timesteps, channels)",
        2 => "(batch, height, width, channels)",
        _ => "(batch, depth, height, width, channels)",
    };

    /// <summary>A view of (batch, …, channels) as (batch, channels, …), a sequence as an image.</summary>
    public static Tensor ToLibrary(Tensor input) => input.ndim switch
    {
        3 => input.unsqueeze(1).permute(0, 3, 1, 2),
        4 => input.permute(0, 3, 1, 2),
        _ => input.permute(0, 4, 1, 2, 3),
    };

    /// <summary>The way back, to a number of axes with batch and channels.</summary>
    public static Tensor FromLibrary(Tensor output, long axes) => axes switch
    {
        3 => output.permute(0, 2, 3, 1).squeeze(1),
        4 => output.permute(0, 2, 3, 1),
        _ => output.permute(0, 2, 3, 4, 1),
    };

    /// <summary>Adds places at the ends of the axes between batch and channels; a negative number takes places away.</summary>
    public static Tensor Pad(Tensor input, ReadOnlySpan<(int Before, int After)> ends, double value = 0)
    {
        long[] pads = new long[2 * ends.Length + 2];
        for (int axis = 0; axis < ends.Length; axis++)
            // The tensor library lists the last axis first.
            (pads[^(2 * axis + 2)], pads[^(2 * axis + 1)]) = ends[axis];
        return nn.functional.pad(input, pads, TorchSharp.PaddingModes.Constant, value);
    }

    /// <summary>Numbers along the axes as the library wants them, with one in front for the height of a sequence.</summary>
    public static long[] Numbers(int sequence, ReadOnlySpan<int> axes)
    {
        bool one = axes.Length == 1;
        long[] numbers = new long[one ? 2 : axes.Length];
        if (one) numbers[0] = sequence;
        for (int axis = 0; axis < axes.Length; axis++) numbers[axis + (one ? 1 : 0)] = axes[axis];
        return numbers;
    }
}
