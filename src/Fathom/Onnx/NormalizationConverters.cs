using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Onnx;

/// <summary>Normalizations, as they are outside training.</summary>
internal static class NormalizationConverters
{
    public static void Register(OnnxConverters converters)
    {
        converters.Unary<BatchNormalization>(Batch);
        converters.Unary<LayerNormalization>(Layer);
        converters.Unary<GroupNormalization>(Group);
        converters.Unary<RMSNormalization>(RootMeanSquare);
        converters.Unary<UnitNormalization>(Unit);
        converters.Unary<Normalization>(Fixed);
    }

    private static string Batch(OnnxGraph graph, BatchNormalization layer, OnnxValue input)
    {
        int axis = new Axes(layer.Axis).Resolve(input.Rank)![0], channels = input.Shape[axis - 1];
        int[] order = Second(axis, input.Rank);
        string scale = graph.Find(layer, "gamma") ?? Filled(graph, 1, channels), shift = graph.Find(layer, "beta") ?? Filled(graph, 0, channels);
        string result = graph.Add("BatchNormalization", [graph.Transpose(input.Name, order), scale, shift, graph.Weight(layer, "moving_mean"), graph.Weight(layer, "moving_variance")], ("epsilon", (float)layer.Epsilon));
        return graph.Transpose(result, Back(order));
    }

    private static string Layer(OnnxGraph graph, LayerNormalization layer, OnnxValue input)
    {
        int[] axes = layer.Axis.Resolve(input.Rank)!, order = [.. Enumerable.Range(0, input.Rank).Except(axes), .. axes];
        string x = graph.Transpose(input.Name, order), result;
        int count = axes.Length;
        if (layer.RmsScaling)
        {
            int[] last = [.. Enumerable.Range(input.Rank - count, count)];
            string centred = graph.Add("Sub", [x, graph.Reduce("ReduceMean", x, last, keep: true)]);
            string variance = graph.Reduce("ReduceMean", graph.Add("Mul", [centred, centred]), last, keep: true);
            result = graph.Add("Mul", [graph.Add("Div", [x, Root(graph, variance, layer.Epsilon)]), graph.Weight(layer, "gamma")]);
        }
        else
        {
            int[] lengths = [.. axes.Select(axis => input.Shape[axis - 1])];
            string scale = graph.Find(layer, "gamma") ?? Filled(graph, 1, lengths);
            result = graph.Add("LayerNormalization", graph.Find(layer, "beta") is string shift ? [x, scale, shift] : [x, scale], ("axis", -count), ("epsilon", (float)layer.Epsilon));
        }
        return graph.Transpose(result, Back(order));
    }

    // A group's values side by side, as one channel of an instance normalization.
    private static string Group(OnnxGraph graph, GroupNormalization layer, OnnxValue input)
    {
        int axis = new Axes(layer.Axis).Resolve(input.Rank)![0], channels = input.Shape[axis - 1], groups = layer.Groups == -1 ? channels : layer.Groups;
        int[] order = Second(axis, input.Rank);
        string x = graph.Transpose(input.Name, order), rows = graph.Add("Reshape", [x, graph.Integers(0, groups, -1)]);
        string normal = graph.Add("InstanceNormalization", [rows, Filled(graph, 1, groups), Filled(graph, 0, groups)], ("epsilon", (float)layer.Epsilon));
        string result = graph.Add("Reshape", [normal, graph.Add("Shape", [x])]);
        // Over (channels, 1, …).
        long[] along = [channels, .. Enumerable.Repeat(1L, input.Rank - 2)];
        if (graph.Find(layer, "gamma", $"over_{along.Length}", values => values.view(along)) is string scale) result = graph.Add("Mul", [result, scale]);
        if (graph.Find(layer, "beta", $"over_{along.Length}", values => values.view(along)) is string shift) result = graph.Add("Add", [result, shift]);
        return graph.Transpose(result, Back(order));
    }

    private static string RootMeanSquare(OnnxGraph graph, RMSNormalization layer, OnnxValue input)
    {
        int[] axes = layer.Axis.Resolve(input.Rank)!;
        long[] along = Along(axes, input);
        string mean = graph.Reduce("ReduceMean", graph.Add("Mul", [input.Name, input.Name]), axes, keep: true);
        string normal = graph.Add("Div", [input.Name, Root(graph, mean, layer.Epsilon)]);
        return graph.Add("Mul", [normal, graph.Weight(layer, "scale", $"over_{along.Length}", values => values.view(along))]);
    }

    private static string Unit(OnnxGraph graph, UnitNormalization layer, OnnxValue input)
    {
        string sum = graph.Reduce("ReduceSum", graph.Add("Mul", [input.Name, input.Name]), layer.Axis.Resolve(input.Rank)!, keep: true);
        return graph.Add("Div", [input.Name, graph.Add("Sqrt", [graph.Add("Max", [sum, graph.Scalar(1e-24)])])]);
    }

    private static string Fixed(OnnxGraph graph, Normalization layer, OnnxValue input)
    {
        int[] axes = layer.Axis.Resolve(input.Rank)!;
        long[] along = Along(axes, input);
        string mean, deviation;
        if (layer.Mean is { } means)
        {
            long[] given = [.. Enumerable.Repeat(1L, input.Rank)];
            if (means.Count > 1) given[axes[^1]] = means.Count;
            mean = graph.Numbers([.. means.Select(value => (float)value)], given);
            deviation = graph.Numbers([.. layer.Variance!.Select(value => (float)Math.Max(Math.Sqrt(value), LeastDeviation))], given);
        }
        else
        {
            mean = graph.Weight(layer, "mean", $"over_{along.Length}", values => values.view(along));
            deviation = graph.Weight(layer, "variance", $"deviation_over_{along.Length}", values => values.sqrt().clamp_min(LeastDeviation).view(along));
        }
        return layer.Invert ? graph.Add("Add", [mean, graph.Add("Mul", [input.Name, deviation])]) : graph.Add("Div", [graph.Add("Sub", [input.Name, mean]), deviation]);
    }

    // The layer's own: a feature without variance is centred and no more.
    private const double LeastDeviation = 1e-7;

    private static string Root(OnnxGraph graph, string variance, double epsilon) => graph.Add("Sqrt", [graph.Add("Add", [variance, graph.Scalar(epsilon)])]);

    private static string Filled(OnnxGraph graph, float value, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, (product, axis) => product * axis)];
        Array.Fill(values, value);
        return graph.Numbers(values, [.. shape.Select(axis => (long)axis)]);
    }

    private static long[] Along(int[] axes, OnnxValue input) => [.. Enumerable.Range(0, input.Rank).Select(axis => axes.Contains(axis) ? (long)input.Shape[axis - 1] : 1)];

    // The order of axes that brings one to the second place.
    private static int[] Second(int axis, int rank) => [0, axis, .. Enumerable.Range(1, rank - 1).Where(other => other != axis)];

    private static int[] Back(int[] order) => [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))];
}
