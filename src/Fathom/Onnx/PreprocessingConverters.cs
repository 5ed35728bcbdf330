using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Layers that prepare data.</summary>
internal static class PreprocessingConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Unary<Rescaling>((graph, layer, input) =>
            graph.Elementwise(input.Name, x => graph.Add("Add", [graph.Add("Mul", [x, graph.Scalar(layer.Scale)]), graph.Scalar(layer.Offset)])));
        converters.Unary<Discretization>(Bins);
        converters.Add<CategoryEncoding>((graph, layer, inputs) =>
        {
            string ids = graph.Add("Cast", [inputs[0].Name], ("to", OnnxTensor.Int64));
            string codes = Encode(graph, ids, inputs[0].Shape, layer.OutputMode, layer.NumTokens, inputs.ElementAtOrDefault(1)?.Name);
            return [new OnnxValue(codes, layer.ComputeOutputShapes([.. inputs.Select(input => input.Shape)])[0])];
        });
    }

    // The number of boundaries that a value is not below; so a value that is not a number is in the last bin.
    private static string Bins(OnnxGraph graph, Discretization layer, OnnxValue input)
    {
        float[] boundaries = [.. layer.BinBoundaries];
        if (boundaries.Length == 0) throw OnnxConverters.Refusal(layer, "it has no boundaries yet. Call Adapt with data first");
        string value = graph.Add("Unsqueeze", [input.Name, graph.Integers(-1)]);
        string passed = graph.Add("Cast", [graph.Add("Not", [graph.Add("Less", [value, graph.Numbers(boundaries, boundaries.Length)])])], ("to", OnnxTensor.Int64));
        string bins = graph.Reduce("ReduceSum", passed, [input.Rank], keep: false);
        return Encode(graph, bins, input.Shape, layer.OutputMode, layer.NumBins ?? boundaries.Length + 1, null);
    }

    private static string Encode(OnnxGraph graph, string ids, Shape shape, CategoryOutput mode, int depth, string? weights)
    {
        if (mode == CategoryOutput.Integer) return graph.Add("Cast", [ids], ("to", OnnxTensor.Float));
        int rank = shape.Count + 1;
        if (rank == 1)
        {
            ids = graph.Add("Unsqueeze", [ids, graph.Integers(1)]);
            if (weights is not null) weights = graph.Add("Unsqueeze", [weights, graph.Integers(1)]);
            rank = 2;
        }
        string codes = graph.Add("OneHot", [ids, graph.Integers(depth), graph.Numbers([0, 1], 2)], ("axis", -1));
        if (mode == CategoryOutput.OneHot && shape.Count > 0 && shape[^1] != 1) return codes;
        if (weights is not null) codes = graph.Add("Mul", [codes, graph.Add("Unsqueeze", [weights, graph.Integers(-1)])]);
        return graph.Reduce(mode == CategoryOutput.Count ? "ReduceSum" : "ReduceMax", codes, [rank - 1], keep: false);
    }
}
