using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Layers that make one tensor of several.</summary>
internal static class MergingConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Add<Add>((graph, layer, inputs) => Merge(graph, layer, inputs, values => Fold(graph, "Add", values)));
        converters.Add<Subtract>((graph, layer, inputs) => Merge(graph, layer, inputs, values => Fold(graph, "Sub", values)));
        converters.Add<Average>((graph, layer, inputs) => Merge(graph, layer, inputs, values => graph.Add("Mean", values)));
        converters.Add<Multiply>((graph, layer, inputs) => MergePresent(graph, layer, inputs, values => Fold(graph, "Mul", values)));
        converters.Add<Maximum>((graph, layer, inputs) => MergePresent(graph, layer, inputs, values => graph.Add("Max", values)));
        converters.Add<Minimum>((graph, layer, inputs) => MergePresent(graph, layer, inputs, values => graph.Add("Min", values)));
        converters.Add<Concatenate>(Concatenate);
        converters.Add<Dot>(Dot);
    }

    private static string Fold(OnnxGraph graph, string operation, IReadOnlyList<string> values) => values.Skip(1).Aggregate(values[0], (merged, next) => graph.Add(operation, [merged, next]));

    private static OnnxValue[] MergePresent(OnnxGraph graph, Merge layer, IReadOnlyList<OnnxValue> inputs, Func<IReadOnlyList<string>, string> combine) => inputs.Any(input => input.Mask is not null)
        ? throw OnnxConverters.Refusal(layer, "an input of it has a mask, which it heeds value by value. Leave the mask out, or merge before the mask is made")
        : Merge(graph, layer, inputs, combine);

    private static OnnxValue[] Merge(OnnxGraph graph, Merge layer, IReadOnlyList<OnnxValue> inputs, Func<IReadOnlyList<string>, string> combine)
    {
        int rank = inputs.Max(input => input.Rank);
        // Axes after the batch, as many as an input lacks.
        string[] values = [.. inputs.Select(input => input.Rank == rank ? input.Name
            : graph.Add("Unsqueeze", [input.Name, graph.Integers([.. Enumerable.Range(1, rank - input.Rank).Select(axis => (long)axis)])]))];
        return [new OnnxValue(graph.Elementwise(values, combine), layer.ComputeOutputShapes([.. inputs.Select(input => input.Shape)])[0], Common(graph, layer, inputs))];
    }

    // Where any input holds data; all is data where one has no mask.
    private static OnnxMask? Common(OnnxGraph graph, Layer layer, IReadOnlyList<OnnxValue> inputs)
    {
        if (inputs.Any(input => input.Mask is null)) return null;
        int rank = inputs[0].Mask!.Rank;
        if (inputs.Any(input => input.Mask!.Rank != rank || input.Rank != inputs[0].Rank)) throw OnnxConverters.Refusal(layer, "its inputs have masks of different axes. Give all inputs one mask, or none");
        return new OnnxMask(Fold(graph, "Or", [.. inputs.Select(input => input.Mask!.Name).Distinct()]), rank);
    }

    private static OnnxValue[] Concatenate(OnnxGraph graph, Concatenate layer, IReadOnlyList<OnnxValue> inputs)
    {
        int rank = inputs[0].Rank, axis = layer.Axis < 0 ? rank + layer.Axis : layer.Axis;
        OnnxMask? mask = null;
        if (inputs.Any(input => input.Mask is not null))
        {
            if (inputs.Any(input => input.Mask?.Rank != rank - 1)) throw OnnxConverters.Refusal(layer, "not all of its inputs have a mask of every axis but the last. Give all inputs one, or none");
            mask = axis == rank - 1 ? Common(graph, layer, inputs) : new OnnxMask(graph.Add("Concat", [.. inputs.Select(input => input.Mask!.Name)], ("axis", axis)), rank - 1);
        }
        return [new OnnxValue(graph.Add("Concat", [.. inputs.Select(input => input.Name)], ("axis", axis)), layer.ComputeOutputShapes([.. inputs.Select(input => input.Shape)])[0], mask)];
    }

    private static OnnxValue[] Dot(OnnxGraph graph, Dot layer, IReadOnlyList<OnnxValue> inputs)
    {
        (string one, int first) = Side(graph, layer, inputs[0], layer.Axes.First);
        (string other, int second) = Side(graph, layer, inputs[1], layer.Axes.Second);
        // The batch is 'a', what is summed 'z'; all other axes stay.
        char next = 'b';
        string left = Letters(inputs[0].Rank, first), right = Letters(inputs[1].Rank, second), stays = $"{left.Replace("z", "", StringComparison.Ordinal)}{right[1..].Replace("z", "", StringComparison.Ordinal)}";
        string result = graph.Add("Einsum", [one, other], ("equation", $"{left},{right}->{stays}"));
        if (stays.Length == 1) result = graph.Add("Unsqueeze", [result, graph.Integers(1)]);
        return [new OnnxValue(result, layer.ComputeOutputShapes([inputs[0].Shape, inputs[1].Shape])[0])];

        string Letters(int rank, int summed) => string.Concat(Enumerable.Range(0, rank).Select(axis => axis == 0 ? 'a' : axis == summed ? 'z' : next++));
    }

    private static (string Tensor, int Axis) Side(OnnxGraph graph, Dot layer, OnnxValue input, int axis)
    {
        axis = axis < 0 ? input.Rank + axis : axis;
        if (!layer.Normalize) return (input.Name, axis);
        string sum = graph.Reduce("ReduceSum", graph.Add("Mul", [input.Name, input.Name]), [axis], keep: true);
        return (graph.Add("Div", [input.Name, graph.Add("Sqrt", [graph.Add("Max", [sum, graph.Scalar(1e-14)])])]), axis);
    }
}
