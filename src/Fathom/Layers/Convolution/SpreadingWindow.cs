namespace Fathom.Layers;

/// <summary>The geometry of a transposed convolution along one axis, as Keras defines it: each input is spread over a window of outputs.</summary>
/// <param name="Size">How many outputs an input reaches.</param>
/// <param name="Stride">How far apart the windows of neighbouring inputs are.</param>
/// <param name="Dilation">How far apart the outputs of a window are.</param>
/// <param name="Padding">Valid or same.</param>
/// <param name="OutputPadding">How much longer the output is than the shortest that has this input; none lets the padding decide.</param>
internal readonly record struct SpreadingWindow(int Size, int Stride, int Dilation, WindowPadding Padding, int? OutputPadding)
{
    /// <summary>How many places it spans.</summary>
    public int Span => (Size - 1) * Dilation + 1;

    /// <summary>How many of the (length − 1) · stride + span outputs are left out at either end; below 0 where zeros are added at the end.</summary>
    public (int Before, int After) Crops
    {
        get
        {
            if (Padding == WindowPadding.Valid) return (0, -(OutputPadding ?? Math.Max(Stride - Span, 0)));
            int total = Span - (OutputPadding is { } more ? Span % 2 + more : Stride);
            int before = Math.Max(total >> 1, 0);
            return (before, total - before);
        }
    }

    /// <summary>The number of outputs.</summary>
    public int OutputLength(int length)
    {
        if (length == Shape.Unknown) return Shape.Unknown;
        (int before, int after) = Crops;
        return (length - 1) * Stride + Span - before - after;
    }
}
