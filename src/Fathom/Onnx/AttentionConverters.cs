using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Attention, with the masks of queries and keys, causal masks and masks given.</summary>
internal static class AttentionConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Add<ProjectedAttention>(Projected);
        converters.Add<ScoredAttention>(Scored);
    }

    private static OnnxValue[] Projected(OnnxGraph graph, ProjectedAttention layer, IReadOnlyList<OnnxValue> inputs)
    {
        (OnnxValue query, OnnxValue value, OnnxValue key) = (inputs[0], inputs[1], inputs.Count > 2 ? inputs[2] : inputs[1]);
        EinsumDense[] projections = [.. layer.Sublayers.Cast<EinsumDense>()];
        int rank = query.Rank + 1;
        int[] attended = layer is MultiHeadAttention { AttentionAxes: { } axes } ? [.. axes.Select(axis => axis < 0 ? query.Rank + axis : axis)] : [.. Enumerable.Range(1, query.Rank - 2)];
        // Of (batch, axes, heads, features): batch, axes not attended over, heads, axes attended over, features.
        int[] order = [0, .. Enumerable.Range(1, rank - 2).Except(attended), .. attended, rank - 1];
        string queries = Heads(graph, projections[0], query, order), keys = Heads(graph, projections[1], key, order), values = Heads(graph, projections[2], value, order);
        if (layer is GroupedQueryAttention grouped && grouped.NumKeyValueHeads < grouped.NumQueryHeads) (keys, values) = (PerHead(graph, grouped, keys), PerHead(graph, grouped, values));
        (string rows, string columns, string content) = (Flat(graph, queries, order.Length, attended.Length), Flat(graph, keys, order.Length, attended.Length), Flat(graph, values, order.Length, attended.Length));
        int flat = order.Length - attended.Length + 1, features = projections[0].ComputeOutputShape(query.Shape)[^1];
        string scores = graph.Add("MatMul", [graph.Add("Mul", [rows, graph.Scalar(1 / Math.Sqrt(features))]), Turned(graph, columns, flat)]);
        (string heads, string weights) = Average(graph, scores, content, MaskOf(graph, layer, inputs, query, value, key, scores));
        if (attended.Length > 1)
        {
            string places = graph.Add("Shape", [queries], ("start", 0), ("end", -1));
            heads = graph.Add("Reshape", [heads, graph.Add("Concat", [places, graph.Add("Shape", [values], ("start", -1))], ("axis", 0))]);
            weights = graph.Add("Reshape", [weights, graph.Add("Concat", [places, graph.Add("Shape", [keys], ("start", -1 - attended.Length), ("end", -1))], ("axis", 0))]);
        }
        string restored = graph.Transpose(heads, [.. Enumerable.Range(0, rank).Select(axis => Array.IndexOf(order, axis))]);
        Shape wide = projections[0].ComputeOutputShape(query.Shape).With(-1, projections[2].ComputeOutputShape(value.Shape)[^1]);
        return Outputs(layer, inputs, Project(graph, projections[3], new OnnxValue(restored, wide)), weights);
    }

    private static OnnxValue[] Scored(OnnxGraph graph, ScoredAttention layer, IReadOnlyList<OnnxValue> inputs)
    {
        (OnnxValue query, OnnxValue value, OnnxValue key) = (inputs[0], inputs[1], inputs[^1]);
        if (inputs.Any(input => input.Mask is { Rank: not 2 })) throw OnnxConverters.Refusal(layer, "an input of it has a mask of more than timesteps. Leave the mask out");
        string scores = layer is Attention attention ? Scores(graph, attention, query, key) : AdditiveScores(graph, layer, query.Name, key.Name, graph.Find(layer, "scale"));
        string[] masks = [.. new[] { value.Mask?.Name, key.Mask?.Name }.OfType<string>().Distinct().Select(mask => graph.Add("Unsqueeze", [mask, graph.Integers(1)]))];
        (string output, string weights) = Average(graph, scores, value.Name, All(graph, layer.UseCausalMask ? [.. masks, Past(graph, scores)] : masks));
        if (query.Mask is not null) output = graph.Add("Where", [query.Mask.SpreadOver(graph, query.Rank), output, graph.Scalar(0)]);
        return Outputs(layer, inputs, output, weights);
    }

    private static string Scores(OnnxGraph graph, Attention layer, OnnxValue query, OnnxValue key)
    {
        string? scale = graph.Find(layer, "scale");
        string keys = graph.Transpose(key.Name, 0, 2, 1);
        string scores = layer.Score switch
        {
            AttentionScore.Dot => graph.Add("MatMul", [query.Name, keys]),
            AttentionScore.ScaledDot => graph.Add("MatMul", [graph.Add("Mul", [query.Name, graph.Scalar(1 / Math.Sqrt(query.Shape[^1]))]), keys]),
            AttentionScore.Cosine => graph.Add("MatMul", [Unit(graph, query.Name), graph.Transpose(Unit(graph, key.Name), 0, 2, 1)]),
            AttentionScore.General => graph.Add("MatMul", [graph.Add("MatMul", [query.Name, graph.Weight(layer, "kernel")]), keys]),
            AttentionScore.Location => graph.Add("MatMul", [query.Name, graph.Weight(layer, "kernel")]),
            AttentionScore.Additive => AdditiveScores(graph, layer, graph.Add("MatMul", [query.Name, graph.Weight(layer, "query_kernel")]),
                graph.Add("MatMul", [key.Name, graph.Weight(layer, "key_kernel")]), graph.Weight(layer, "score_vector")),
            _ => graph.Add("Mul", [graph.Reduce("ReduceSum", graph.Add("Tanh", [Sums(graph, query.Name, key.Name, scale)]), [3], keep: false), graph.Weight(layer, "concat_score_weight")]),
        };
        return scale is null || layer.Score == AttentionScore.Concat ? scores : graph.Add("Mul", [scores, scale]);
    }

    private static string AdditiveScores(OnnxGraph graph, ScoredAttention layer, string query, string key, string? vector)
    {
        string fit = graph.Add("Tanh", [Sums(graph, query, key, null)]);
        return vector is null ? graph.Reduce("ReduceSum", fit, [3], keep: false) : graph.Add("MatMul", [fit, vector]);
    }

    // (batch, queries, keys, features).
    private static string Sums(OnnxGraph graph, string query, string key, string? scale)
    {
        string sums = graph.Add("Add", [graph.Add("Unsqueeze", [query, graph.Integers(2)]), graph.Add("Unsqueeze", [key, graph.Integers(1)])]);
        return scale is null ? sums : graph.Add("Mul", [sums, scale]);
    }

    // Divided by the length, which is taken as 1e-12 where it is less.
    private static string Unit(OnnxGraph graph, string x) => graph.Add("Div", [x, graph.Add("Max", [graph.Reduce("ReduceL2", x, [2], keep: true), graph.Scalar(1e-12)])]);

    private static (string Output, string Weights) Average(OnnxGraph graph, string scores, string values, string? mask)
    {
        string weights = graph.Add("Softmax", [mask is null ? scores : graph.Add("Where", [mask, scores, graph.Scalar(float.MinValue)])], ("axis", -1));
        if (mask is not null) weights = graph.Add("Where", [mask, weights, graph.Scalar(0)]);
        return (graph.Add("MatMul", [weights, values]), weights);
    }

    // True where query and key hold data, the key is not after the query and the mask given allows it.
    private static string? MaskOf(OnnxGraph graph, ProjectedAttention layer, IReadOnlyList<OnnxValue> inputs, OnnxValue query, OnnxValue value, OnnxValue key, string scores)
    {
        if (inputs.Any(input => input.Mask is not null) && (query.Rank != 3 || inputs.Any(input => input.Mask is { Rank: not 2 })))
            throw OnnxConverters.Refusal(layer, "an input of it has a mask that is not one of timesteps. Leave the mask out");
        var masks = new List<string>();
        if (query.Mask is not null) masks.Add(graph.Add("Unsqueeze", [query.Mask.Name, graph.Integers(1, 3)]));
        foreach (string mask in new[] { value.Mask?.Name, key.Mask?.Name }.OfType<string>().Distinct()) masks.Add(graph.Add("Unsqueeze", [mask, graph.Integers(1, 2)]));
        if (inputs.Count > 3)
        {
            string given = graph.Add("Cast", [inputs[3].Name], ("to", OnnxTensor.Bool));
            masks.Add(inputs[3].Rank == 3 ? graph.Add("Unsqueeze", [given, graph.Integers(1)]) : given);
        }
        if (layer.UseCausalMask) masks.Add(Past(graph, scores));
        return All(graph, masks);
    }

    private static string? All(OnnxGraph graph, IReadOnlyList<string> masks) => masks.Count == 0 ? null : masks.Skip(1).Aggregate(masks[0], (all, next) => graph.Add("And", [all, next]));

    // (queries, keys), true where the key is not after the query.
    private static string Past(OnnxGraph graph, string scores)
    {
        string queries = Places(graph, scores, -2), keys = Places(graph, scores, -1);
        return graph.Add("GreaterOrEqual", [graph.Add("Unsqueeze", [queries, graph.Integers(1)]), keys]);
    }

    private static string Places(OnnxGraph graph, string tensor, int axis)
    {
        string length = graph.Add("Shape", [tensor], axis == -1 ? [("start", -1)] : [("start", axis), ("end", axis + 1)]);
        string zero = graph.Add("Squeeze", [graph.Integers(0)]), one = graph.Add("Squeeze", [graph.Integers(1)]);
        return graph.Add("Range", [zero, graph.Add("Squeeze", [length]), one]);
    }

    private static string Project(OnnxGraph graph, EinsumDense projection, OnnxValue input)
    {
        string place = graph.Place;
        graph.Place = $"{place}{projection.Name}/";
        string result = CoreConverters.EinsumDense(graph, projection, input);
        graph.Place = place;
        return result;
    }

    private static string Heads(OnnxGraph graph, EinsumDense projection, OnnxValue input, int[] order) => graph.Transpose(Project(graph, projection, input), order);

    // The axes attended over as one.
    private static string Flat(OnnxGraph graph, string heads, int rank, int attended) => attended == 1 ? heads
        : graph.Add("Reshape", [heads, graph.Add("Concat", [graph.Add("Shape", [heads], ("start", 0), ("end", rank - 1 - attended)), graph.Integers(-1), graph.Add("Shape", [heads], ("start", -1))], ("axis", 0))]);

    private static string Turned(OnnxGraph graph, string tensor, int rank) => graph.Transpose(tensor, [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);

    // Each head of keys or values for several of queries, one after another.
    private static string PerHead(OnnxGraph graph, GroupedQueryAttention layer, string heads)
    {
        string repeated = graph.Add("Tile", [graph.Add("Unsqueeze", [heads, graph.Integers(2)]), graph.Integers(1, 1, layer.NumQueryHeads / layer.NumKeyValueHeads, 1, 1)]);
        return graph.Add("Reshape", [repeated, graph.Integers(0, layer.NumQueryHeads, -1, layer.HeadDim)]);
    }

    private static OnnxValue[] Outputs(AttentionLayer layer, IReadOnlyList<OnnxValue> inputs, string output, string weights)
    {
        IReadOnlyList<Shape> shapes = layer.ComputeOutputShapes([.. inputs.Select(input => input.Shape)]);
        OnnxValue result = new(output, shapes[0], inputs[0].Mask);
        return shapes.Count == 1 ? [result] : [result, new OnnxValue(weights, shapes[1])];
    }
}
