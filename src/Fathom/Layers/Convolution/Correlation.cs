using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Filters sliding over tensors whose channels are last.</summary>
internal static class Correlation
{
    /// <summary>From how many numbers on a kernel is brought into the library's layout by a transposition of its own.</summary>
    internal const int LargeKernel = 1 << 15;

    /// <summary>The products of filters and windows.</summary>
    /// <param name="input">(batch, axes, channels).</param>
    /// <param name="kernel">(window axes, channels / groups, filters).</param>
    /// <param name="bias">(filters).</param>
    /// <param name="windows">One for each axis.</param>
    /// <param name="groups">Into how many parts the channels are cut.</param>
    public static Tensor Slide(Tensor input, Tensor kernel, Tensor? bias, ReadOnlySpan<SlidingWindow> windows, long groups)
    {
        long[] shape = input.shape;
        Span<(int Before, int After)> ends = stackalloc (int, int)[windows.Length];
        Span<int> before = stackalloc int[windows.Length], strides = stackalloc int[windows.Length], dilations = stackalloc int[windows.Length];
        bool even = true;
        for (int axis = 0; axis < windows.Length; axis++)
        {
            ends[axis] = windows[axis].Pads((int)shape[axis + 1]);
            even &= ends[axis].Before == ends[axis].After;
            before[axis] = ends[axis].Before;
            strides[axis] = windows[axis].Stride;
            dilations[axis] = windows[axis].Dilation;
        }
        if (!even)
        {
            input = ChannelsLast.Pad(input, ends);
            before.Clear();
        }
        long[] steps = ChannelsLast.Numbers(1, strides), pads = ChannelsLast.Numbers(0, before), gaps = ChannelsLast.Numbers(1, dilations);
        Tensor images = ChannelsLast.ToLibrary(input), filters = FilterFirst(kernel);
        Tensor output = windows.Length < 3
            ? nn.functional.conv2d(images, filters, bias, steps, pads, gaps, groups)
            : nn.functional.conv3d(images, filters, bias, steps, pads, gaps, groups);
        return ChannelsLast.FromLibrary(output, shape.Length);
    }

    /// <summary>Each channel with filters of its own.</summary>
    /// <param name="input">(batch, axes, channels).</param>
    /// <param name="kernel">(window axes, channels, multiplier).</param>
    /// <param name="bias">(channels · multiplier).</param>
    /// <param name="windows">One for each axis.</param>
    /// <returns>(batch, new axes, channels · multiplier), the filters of one channel side by side.</returns>
    public static Tensor SlideEach(Tensor input, Tensor kernel, Tensor? bias, ReadOnlySpan<SlidingWindow> windows)
    {
        long channels = kernel.shape[^2];
        return Slide(input, kernel.flatten(-2).unsqueeze(-2), bias, windows, channels);
    }

    /// <summary>The gradient of <see cref="Slide"/> with respect to its input, used forwards.</summary>
    /// <param name="input">(batch, axes, channels).</param>
    /// <param name="kernel">(window axes, filters, channels).</param>
    /// <param name="bias">(filters).</param>
    /// <param name="windows">One for each axis.</param>
    public static Tensor Spread(Tensor input, Tensor kernel, Tensor? bias, ReadOnlySpan<SpreadingWindow> windows)
    {
        Span<int> before = stackalloc int[windows.Length], beyond = stackalloc int[windows.Length], strides = stackalloc int[windows.Length];
        Span<int> dilations = stackalloc int[windows.Length];
        for (int axis = 0; axis < windows.Length; axis++)
        {
            (int start, int end) = windows[axis].Crops;
            before[axis] = start;
            beyond[axis] = Math.Max(start - end, 0);
            strides[axis] = windows[axis].Stride;
            dilations[axis] = windows[axis].Dilation;
        }
        long[] steps = ChannelsLast.Numbers(1, strides), pads = ChannelsLast.Numbers(0, before), more = ChannelsLast.Numbers(0, beyond);
        long[] gaps = ChannelsLast.Numbers(1, dilations);
        Tensor images = ChannelsLast.ToLibrary(input), filters = FilterFirst(kernel);
        Tensor output = windows.Length < 3
            ? nn.functional.conv_transpose2d(images, filters, bias, steps, pads, more, gaps)
            : nn.functional.conv_transpose3d(images, filters, bias, steps, pads, more, gaps);
        output = ChannelsLast.FromLibrary(output, input.ndim);
        for (int axis = 0; axis < windows.Length; axis++)
        {
            // The library takes away as much at the end as at the start.
            (int start, int end) = windows[axis].Crops;
            if (end > start) output = output.narrow(axis + 1, 0, output.shape[axis + 1] - (end - start));
        }
        return output;
    }

    // A kernel's last two axes in front, the last one first; a sequence's as an image's.
    private static Tensor FilterFirst(Tensor kernel)
    {
        long[] shape = kernel.shape;
        if (kernel.NumberOfElements >= LargeKernel)
        {
            // Channels last is how the library wants its filters too. Left to it, it gathers them number by number; a transposition of two axes goes in blocks.
            long filters = shape[^1];
            Tensor rows = kernel.reshape(-1, filters).t().contiguous();
            return ChannelsLast.ToLibrary(rows.view([filters, .. shape[..^1]]));
        }
        return shape.Length switch
        {
            3 => kernel.unsqueeze(0).permute(3, 2, 0, 1),
            4 => kernel.permute(3, 2, 0, 1),
            _ => kernel.permute(4, 3, 0, 1, 2),
        };
    }
}
