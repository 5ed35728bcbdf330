using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Layers that only move values.</summary>
internal static class ReshapingConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Unary<Flatten>((graph, _, input) => graph.Add("Flatten", [input.Name], ("axis", 1)));
        // A length of 0 is the input's own: that of the batch.
        converters.Unary<Reshape>((graph, layer, input) => graph.Add("Reshape", [input.Name, graph.Integers([0, .. layer.Target.Select(axis => (long)axis)])]));
        converters.Unary<Permute>((graph, layer, input) => graph.Transpose(input.Name, [0, .. layer.Axes]));
        converters.Unary<RepeatVector>((graph, layer, input) => graph.Add("Tile", [graph.Add("Unsqueeze", [input.Name, graph.Integers(1)]), graph.Integers(1, layer.N, 1)]));
        converters.Unary<Cropping>(Crop);
        converters.Unary<ZeroPadding>(Pad);
        converters.Unary<UpSampling1D>((graph, layer, input) => Repeat(graph, [layer.Size], input, Interpolation.Nearest));
        converters.Unary<UpSampling2D>((graph, layer, input) => Repeat(graph, [layer.Size.Height, layer.Size.Width], input, layer.Interpolation));
        converters.Unary<UpSampling3D>((graph, layer, input) => Repeat(graph, [layer.Size.Depth, layer.Size.Height, layer.Size.Width], input, Interpolation.Nearest));
    }

    private static string Crop(OnnxGraph graph, Cropping layer, OnnxValue input) => graph.Add("Slice", [
        input.Name,
        graph.Integers([.. layer.Margins.Select(margin => (long)margin.Before)]),
        graph.Integers([.. layer.Margins.Select(margin => margin.After == 0 ? long.MaxValue : -margin.After)]),
        graph.Integers([.. Enumerable.Range(1, layer.Margins.Count).Select(axis => (long)axis)]),
    ]);

    private static string Pad(OnnxGraph graph, ZeroPadding layer, OnnxValue input) => graph.Add("Pad", [
        input.Name,
        graph.Integers([0, .. layer.Margins.Select(margin => (long)margin.Before), 0, 0, .. layer.Margins.Select(margin => (long)margin.After), 0]),
        graph.Scalar(0),
    ]);

    private static string Repeat(OnnxGraph graph, float[] times, OnnxValue input, Interpolation interpolation)
    {
        bool nearest = interpolation == Interpolation.Nearest;
        string scales = graph.Numbers([1, 1, .. times], times.Length + 2), image = ConvolutionConverters.ChannelsSecond(graph, input.Name, input.Rank);
        string result = graph.Add("Resize", [image, "", scales],
            ("mode", nearest ? "nearest" : "linear"),
            ("nearest_mode", "floor"),
            ("coordinate_transformation_mode", nearest ? "asymmetric" : "half_pixel"));
        return ConvolutionConverters.ChannelsLast(graph, result, input.Rank);
    }
}
