using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Dense layers, embeddings, masks, and what does nothing outside training.</summary>
internal static class CoreConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Unary<Dense>(Dense);
        converters.Unary<EinsumDense>(EinsumDense);
        converters.Add<Embedding>(Embedding);
        converters.Add<Masking>(Masking);
        converters.Add<TimeDistributed>(TimeDistributed);
        converters.Passing<Identity>();
        converters.Passing<NoiseLayer>();
        converters.Passing<ActivityRegularization>();
        converters.Add<SpectralNormalization>((graph, layer, inputs) => OnnxConverters.All.Convert(graph, layer.Layer, inputs));
    }

    /// <summary>The product with the kernel of an equation, and the bias.</summary>
    public static string EinsumDense(OnnxGraph graph, EinsumDense layer, OnnxValue input)
    {
        var equation = new EinsumEquation(layer.Equation);
        string result = equation.IsMatrixProduct
            ? Product(graph, layer, input, equation.Contracted.Length)
            : graph.Add("Einsum", [input.Name, graph.Weight(layer, "kernel")], ("equation", layer.Equation));
        if (graph.Find(layer, "bias") is string bias) result = graph.Add("Add", [result, bias]);
        return ActivationConverters.Apply(graph, layer, layer.Activation, result, layer.ComputeOutputShape(input.Shape));
    }

    // The last axes of the input as one, against the kernel as a matrix.
    private static string Product(OnnxGraph graph, EinsumDense layer, OnnxValue input, int summed)
    {
        long[] kept = new long[input.Rank - summed], made = [.. layer.ComputeOutputShape(input.Shape).Skip(kept.Length - 1).Select(axis => (long)axis)];
        string flat = summed == 1 ? input.Name : graph.Add("Reshape", [input.Name, graph.Integers([.. kept, -1])]);
        string kernel = graph.Weight(layer, "kernel", "matrix", values => values.flatten(0, summed - 1).flatten(1));
        string result = graph.Add("MatMul", [flat, kernel]);
        // Lengths of 0 are the input's own.
        return made.Length == 1 ? result : graph.Add("Reshape", [result, graph.Integers([.. kept, .. made])]);
    }

    private static string Dense(OnnxGraph graph, Dense layer, OnnxValue input)
    {
        string kernel = graph.Weight(layer, "kernel");
        string? bias = graph.Find(layer, "bias");
        string result = input.Rank == 2
            ? graph.Add("Gemm", bias is null ? [input.Name, kernel] : [input.Name, kernel, bias])
            : graph.Add("MatMul", [input.Name, kernel]);
        if (bias is not null && input.Rank != 2) result = graph.Add("Add", [result, bias]);
        return ActivationConverters.Apply(graph, layer, layer.Activation, result, layer.ComputeOutputShape(input.Shape));
    }

    private static OnnxValue[] Embedding(OnnxGraph graph, Embedding layer, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue input = inputs[0];
        string ids = graph.Add("Cast", [input.Name], ("to", OnnxTensor.Int64));
        OnnxMask? mask = layer.MaskZero ? new(graph.Add("Not", [graph.Add("Equal", [input.Name, graph.Scalar(0)])]), input.Rank) : null;
        return [new OnnxValue(graph.Add("Gather", [graph.Weight(layer, "embeddings"), ids]), layer.ComputeOutputShape(input.Shape), mask)];
    }

    private static OnnxValue[] Masking(OnnxGraph graph, Masking layer, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue input = inputs[0];
        string differs = graph.Add("Cast", [graph.Add("Not", [graph.Add("Equal", [input.Name, graph.Scalar(layer.MaskValue)])])], ("to", OnnxTensor.Float));
        string present = graph.Add("Cast", [graph.Reduce("ReduceMax", differs, [input.Rank - 1], keep: true)], ("to", OnnxTensor.Bool));
        string kept = graph.Add("Where", [present, input.Name, graph.Scalar(0)]);
        return [new OnnxValue(kept, input.Shape, new OnnxMask(graph.Add("Squeeze", [present, graph.Integers(-1)]), input.Rank - 1))];
    }

    // Batch and timesteps as one axis; afterwards the two as they were.
    private static OnnxValue[] TimeDistributed(OnnxGraph graph, TimeDistributed layer, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue input = inputs[0];
        if (input.Mask is { Rank: > 2 }) throw OnnxConverters.Refusal(layer, "its input has a mask of more than timesteps. Leave the mask out");
        string folded = graph.Add("Reshape", [input.Name, graph.Add("Concat", [graph.Integers(-1), graph.Add("Shape", [input.Name], ("start", 2))], ("axis", 0))]);
        OnnxValue output = OnnxConverters.All.Convert(graph, layer.Layer, [new OnnxValue(folded, input.Shape[1..])])[0];
        string axes = graph.Add("Concat", [graph.Add("Shape", [input.Name], ("start", 0), ("end", 2)), graph.Add("Shape", [output.Name], ("start", 1))], ("axis", 0));
        if (output.Mask is not null) throw OnnxConverters.Refusal(layer, $"the layer inside, '{layer.Layer.Name}', makes a mask. Leave the mask out");
        return [new OnnxValue(graph.Add("Reshape", [output.Name, axes]), layer.ComputeOutputShape(input.Shape), input.Mask)];
    }
}
