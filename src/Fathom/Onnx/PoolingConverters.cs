using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Pooling by windows, over whole axes, and to a given size.</summary>
internal static class PoolingConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Unary<MaxPooling1D>((graph, layer, input) => Windows(graph, layer, input, "MaxPool"));
        converters.Unary<MaxPooling2D>((graph, layer, input) => Windows(graph, layer, input, "MaxPool"));
        converters.Unary<MaxPooling3D>((graph, layer, input) => Windows(graph, layer, input, "MaxPool"));
        converters.Unary<AveragePooling1D>((graph, layer, input) => Windows(graph, layer, input, "AveragePool"));
        converters.Unary<AveragePooling2D>((graph, layer, input) => Windows(graph, layer, input, "AveragePool"));
        converters.Unary<AveragePooling3D>((graph, layer, input) => Windows(graph, layer, input, "AveragePool"));
        converters.Unary<GlobalMaxPooling1D>((graph, layer, input) => Whole(graph, layer, input, "ReduceMax"));
        converters.Unary<GlobalMaxPooling2D>((graph, layer, input) => Whole(graph, layer, input, "ReduceMax"));
        converters.Unary<GlobalMaxPooling3D>((graph, layer, input) => Whole(graph, layer, input, "ReduceMax"));
        converters.Add<GlobalAveragePooling1D>(MeanOverTime);
        converters.Unary<GlobalAveragePooling2D>((graph, layer, input) => Whole(graph, layer, input, "ReduceMean"));
        converters.Unary<GlobalAveragePooling3D>((graph, layer, input) => Whole(graph, layer, input, "ReduceMean"));
        converters.Unary<AdaptiveMaxPooling1D>((graph, layer, input) => Adaptive(graph, layer, input, "ReduceMax"));
        converters.Unary<AdaptiveMaxPooling2D>((graph, layer, input) => Adaptive(graph, layer, input, "ReduceMax"));
        converters.Unary<AdaptiveMaxPooling3D>((graph, layer, input) => Adaptive(graph, layer, input, "ReduceMax"));
        converters.Unary<AdaptiveAveragePooling1D>((graph, layer, input) => Adaptive(graph, layer, input, "ReduceMean"));
        converters.Unary<AdaptiveAveragePooling2D>((graph, layer, input) => Adaptive(graph, layer, input, "ReduceMean"));
        converters.Unary<AdaptiveAveragePooling3D>((graph, layer, input) => Adaptive(graph, layer, input, "ReduceMean"));
    }

    private static string Windows<TSize>(OnnxGraph graph, Pooling<TSize> layer, OnnxValue input, string operation) where TSize : struct
    {
        int[] sizes = Sizes<TSize>.ToArray(layer.PoolSize), strides = Sizes<TSize>.ToArray(layer.Strides);
        SlidingWindow[] windows = [.. sizes.Select((size, axis) => new SlidingWindow(size, strides[axis], 1, layer.Padding))];
        string image = ConvolutionConverters.ChannelsSecond(graph, input.Name, input.Rank);
        string result = graph.Add(operation, [image], ("kernel_shape", sizes), ("strides", strides), ConvolutionConverters.Padding(windows, input.Shape));
        return ConvolutionConverters.ChannelsLast(graph, result, input.Rank);
    }

    private static string Whole(OnnxGraph graph, GlobalPooling layer, OnnxValue input, string operation) =>
        graph.Reduce(operation, input.Name, [.. Enumerable.Range(1, input.Rank - 2)], layer.KeepDims);

    private static OnnxValue[] MeanOverTime(OnnxGraph graph, GlobalAveragePooling1D layer, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue input = inputs[0];
        Shape shape = layer.ComputeOutputShape(input.Shape);
        if (input.Mask is null) return [new OnnxValue(Whole(graph, layer, input, "ReduceMean"), shape)];
        string data = input.Mask.SpreadOver(graph, input.Rank);
        string sum = graph.Reduce("ReduceSum", graph.Add("Where", [data, input.Name, graph.Scalar(0)]), [1], layer.KeepDims);
        string count = graph.Reduce("ReduceSum", graph.Add("Cast", [data], ("to", OnnxTensor.Float)), [1], layer.KeepDims);
        return [new OnnxValue(graph.Add("Div", [sum, graph.Add("Max", [count, graph.Scalar(1)])]), shape)];
    }

    // Axis by axis: windows are boxes, of one size along an axis whatever the place along the others.
    private static string Adaptive<TSize>(OnnxGraph graph, AdaptivePooling<TSize> layer, OnnxValue input, string operation) where TSize : struct
    {
        int[] sizes = Sizes<TSize>.ToArray(layer.OutputSize);
        string result = input.Name;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            int length = input.Shape[axis], wanted = sizes[axis];
            if (length == Shape.Unknown) throw OnnxConverters.Refusal(layer, $"its windows depend on the length of axis {axis + 1}, which is not known. Give the Input that length");
            if (length == wanted) continue;
            string[] parts = [.. Enumerable.Range(0, wanted).Select(i =>
            {
                string part = graph.Add("Slice", [result, graph.Integers(i * length / wanted), graph.Integers(((i + 1) * length + wanted - 1) / wanted), graph.Integers(axis + 1)]);
                return graph.Reduce(operation, part, [axis + 1], keep: true);
            })];
            result = parts.Length == 1 ? parts[0] : graph.Add("Concat", parts, ("axis", axis + 1));
        }
        return result;
    }
}
