using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Onnx;

/// <summary>Convolutions. ONNX has channels second, so transposes stand around each; those between neighbours vanish.</summary>
internal static class ConvolutionConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Unary<Conv1D>(Convolution);
        converters.Unary<Conv2D>(Convolution);
        converters.Unary<Conv3D>(Convolution);
        converters.Unary<DepthwiseConv1D>(Depthwise);
        converters.Unary<DepthwiseConv2D>(Depthwise);
        converters.Unary<SeparableConv1D>(Separable);
        converters.Unary<SeparableConv2D>(Separable);
        converters.Unary<Conv1DTranspose>(Transposed);
        converters.Unary<Conv2DTranspose>(Transposed);
        converters.Unary<Conv3DTranspose>(Transposed);
    }

    /// <summary>From (batch, axes, channels) to (batch, channels, axes).</summary>
    public static string ChannelsSecond(OnnxGraph graph, string tensor, int rank) => graph.Transpose(tensor, [0, rank - 1, .. Enumerable.Range(1, rank - 2)]);

    /// <summary>From (batch, channels, axes) to (batch, axes, channels).</summary>
    public static string ChannelsLast(OnnxGraph graph, string tensor, int rank) => graph.Transpose(tensor, [0, .. Enumerable.Range(2, rank - 2), 1]);

    /// <summary>What a window sees beyond the ends. Only where an axis of unknown length is read in strides must the runtime find it out.</summary>
    public static (string Name, object Value) Padding(SlidingWindow[] windows, Shape input)
    {
        bool open = windows.Where((window, axis) => input[axis] == Shape.Unknown && window.Stride > 1 && window.Padding == WindowPadding.Same).Any();
        if (open) return ("auto_pad", "SAME_UPPER");
        // In steps of one the margins do not depend on the length.
        (int Before, int After)[] ends = [.. windows.Select((window, axis) => window.Pads(input[axis] == Shape.Unknown ? window.Span : input[axis]))];
        return ("pads", (int[])[.. ends.Select(end => end.Before), .. ends.Select(end => end.After)]);
    }

    private static string Convolution<TSize>(OnnxGraph graph, Convolution<TSize> layer, OnnxValue input) where TSize : struct
    {
        string kernel = graph.Weight(layer, "kernel", "filters_first", FiltersFirst);
        return Activated(graph, layer, input, Slide(graph, ChannelsSecond(graph, input.Name, input.Rank), [kernel, .. Bias(graph, layer)], Windows(layer), input.Shape, layer.Groups));
    }

    private static string Depthwise<TSize>(OnnxGraph graph, DepthwiseConvolution<TSize> layer, OnnxValue input) where TSize : struct
    {
        string kernel = graph.Weight(layer, "kernel", "filters_first", ChannelByChannel);
        return Activated(graph, layer, input, Slide(graph, ChannelsSecond(graph, input.Name, input.Rank), [kernel, .. Bias(graph, layer)], Windows(layer), input.Shape, input.Shape[^1]));
    }

    private static string Separable<TSize>(OnnxGraph graph, SeparableConvolution<TSize> layer, OnnxValue input) where TSize : struct
    {
        string depthwise = graph.Weight(layer, "depthwise_kernel", "filters_first", ChannelByChannel), pointwise = graph.Weight(layer, "pointwise_kernel", "filters_first", FiltersFirst);
        string apart = Slide(graph, ChannelsSecond(graph, input.Name, input.Rank), [depthwise], Windows(layer), input.Shape, input.Shape[^1]);
        return Activated(graph, layer, input, graph.Add("Conv", [apart, pointwise, .. Bias(graph, layer)]));
    }

    private static string Transposed<TSize>(OnnxGraph graph, TransposedConvolution<TSize> layer, OnnxValue input) where TSize : struct
    {
        int[]? more = layer.OutputPadding is { } padding ? Sizes<TSize>.ToArray(padding) : null;
        SlidingWindow[] windows = Windows(layer);
        (int Before, int After)[] crops = [.. windows.Select((window, axis) => new SpreadingWindow(window.Size, window.Stride, window.Dilation, window.Padding, more?[axis]).Crops)];
        string result = graph.Add("ConvTranspose", [ChannelsSecond(graph, input.Name, input.Rank), graph.Weight(layer, "kernel", "filters_first", FiltersFirst), .. Bias(graph, layer)],
            ("kernel_shape", windows.Select(window => window.Size).ToArray()),
            ("strides", windows.Select(window => window.Stride).ToArray()),
            ("dilations", windows.Select(window => window.Dilation).ToArray()),
            ("pads", (int[])[.. crops.Select(crop => crop.Before), .. crops.Select(crop => Math.Max(crop.After, 0))]),
            ("output_padding", crops.Select(crop => Math.Max(-crop.After, 0)).ToArray()));
        return Activated(graph, layer, input, result);
    }

    private static string Slide(OnnxGraph graph, string image, IReadOnlyList<string> weights, SlidingWindow[] windows, Shape input, int groups) => graph.Add("Conv", [image, .. weights],
        ("kernel_shape", windows.Select(window => window.Size).ToArray()),
        ("strides", windows.Select(window => window.Stride).ToArray()),
        ("dilations", windows.Select(window => window.Dilation).ToArray()),
        ("group", groups),
        Padding(windows, input));

    private static string Activated<TSize>(OnnxGraph graph, FilterLayer<TSize> layer, OnnxValue input, string image) where TSize : struct =>
        ActivationConverters.Apply(graph, layer, layer.Activation, ChannelsLast(graph, image, input.Rank), layer.ComputeOutputShape(input.Shape));

    private static string[] Bias(OnnxGraph graph, Layer layer) => graph.Find(layer, "bias") is string bias ? [bias] : [];

    private static SlidingWindow[] Windows<TSize>(FilterLayer<TSize> layer) where TSize : struct
    {
        int[] sizes = Sizes<TSize>.ToArray(layer.KernelSize), strides = Sizes<TSize>.ToArray(layer.Strides), dilations = Sizes<TSize>.ToArray(layer.DilationRate);
        return [.. sizes.Select((size, axis) => new SlidingWindow(size, strides[axis], dilations[axis], layer.Padding))];
    }

    // A kernel's last two axes in front, the last one first.
    private static Tensor FiltersFirst(Tensor kernel) => kernel.permute([kernel.ndim - 1, kernel.ndim - 2, .. Enumerable.Range(0, (int)kernel.ndim - 2).Select(axis => (long)axis)]);

    private static Tensor ChannelByChannel(Tensor kernel) => FiltersFirst(kernel.flatten(-2).unsqueeze(-2));
}
