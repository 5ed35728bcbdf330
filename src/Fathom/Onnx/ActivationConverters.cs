using System.Globalization;
using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Activations, as functions and as layers.</summary>
internal static class ActivationConverters
{
    private static readonly Dictionary<string, Func<OnnxGraph, string, string>> ValueByValue = new()
    {
        ["linear"] = (_, x) => x,
        ["relu"] = (graph, x) => graph.Add("Relu", [x]),
        ["relu6"] = (graph, x) => graph.Add("Clip", [x, graph.Scalar(0), graph.Scalar(6)]),
        ["leaky_relu"] = (graph, x) => graph.Add("LeakyRelu", [x], ("alpha", 0.2f)),
        ["elu"] = (graph, x) => graph.Add("Elu", [x]),
        ["celu"] = (graph, x) => graph.Add("Celu", [x]),
        ["selu"] = (graph, x) => graph.Add("Selu", [x]),
        ["gelu"] = (graph, x) => graph.Add("Mul", [graph.Add("Mul", [x, graph.Scalar(0.5)]), graph.Add("Add", [graph.Add("Erf", [graph.Add("Mul", [x, graph.Scalar(Math.Sqrt(0.5))])]), graph.Scalar(1)])]),
        ["gelu_approximate"] = GeluApproximate,
        ["silu"] = (graph, x) => graph.Add("Mul", [x, graph.Add("Sigmoid", [x])]),
        ["hard_silu"] = (graph, x) => graph.Add("HardSwish", [x]),
        ["mish"] = (graph, x) => graph.Add("Mul", [x, graph.Add("Tanh", [graph.Add("Softplus", [x])])]),
        ["sigmoid"] = (graph, x) => graph.Add("Sigmoid", [x]),
        ["hard_sigmoid"] = (graph, x) => graph.Add("HardSigmoid", [x], ("alpha", 1f / 6), ("beta", 0.5f)),
        ["sparse_sigmoid"] = (graph, x) => graph.Add("HardSigmoid", [x], ("alpha", 0.5f), ("beta", 0.5f)),
        ["log_sigmoid"] = (graph, x) => graph.Add("Neg", [graph.Add("Softplus", [graph.Add("Neg", [x])])]),
        ["tanh"] = (graph, x) => graph.Add("Tanh", [x]),
        ["hard_tanh"] = (graph, x) => graph.Add("Clip", [x, graph.Scalar(-1), graph.Scalar(1)]),
        ["softsign"] = (graph, x) => graph.Add("Softsign", [x]),
        ["softplus"] = (graph, x) => graph.Add("Softplus", [x]),
        ["squareplus"] = (graph, x) => graph.Add("Mul", [graph.Add("Add", [x, graph.Add("Sqrt", [graph.Add("Add", [graph.Add("Mul", [x, x]), graph.Scalar(4)])])]), graph.Scalar(0.5)]),
        ["sparse_plus"] = SparsePlus,
        ["exponential"] = (graph, x) => graph.Add("Exp", [x]),
        ["hard_shrink"] = (graph, x) => graph.Add("Shrink", [x], ("lambd", 0.5f), ("bias", 0f)),
        ["soft_shrink"] = (graph, x) => graph.Add("Shrink", [x], ("lambd", 0.5f), ("bias", 0.5f)),
        ["tanh_shrink"] = (graph, x) => graph.Add("Sub", [x, graph.Add("Tanh", [x])]),
    };

    public static void Register(OnnxConverters converters)
    {
        converters.Unary<ActivationLayer>((graph, layer, input) => Apply(graph, layer, layer.Function, input.Name, input.Shape));
        converters.Unary<ReLU>((graph, layer, input) => graph.Elementwise(input.Name, x => ReLU(graph, layer, x)));
        converters.Unary<LeakyReLU>((graph, layer, input) => graph.Elementwise(input.Name, x => graph.Add("LeakyRelu", [x], ("alpha", (float)layer.NegativeSlope))));
        converters.Unary<ELU>((graph, layer, input) => graph.Elementwise(input.Name, x => graph.Add("Elu", [x], ("alpha", (float)layer.Alpha))));
        converters.Unary<PReLU>((graph, layer, input) => graph.Add("PRelu", [input.Name, graph.Weight(layer, "alpha")]));
        converters.Unary<Softmax>(Softmax);
    }

    /// <summary>Applies an activation to what a layer computed.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="layer">The layer, for errors.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <exception cref="NotSupportedException">The activation is the program's own.</exception>
    public static string Apply(OnnxGraph graph, Layer layer, Activation activation, string x, Shape shape) => activation.Name switch
    {
        "softmax" => graph.Add("Softmax", [x], ("axis", -1)),
        "log_softmax" => graph.Add("LogSoftmax", [x], ("axis", -1)),
        "glu" => Glu(graph, x),
        "sparsemax" => Sparsemax(graph, x, shape),
        string name when ValueByValue.TryGetValue(name, out Func<OnnxGraph, string, string>? function) => graph.Elementwise(x, tensor => function(graph, tensor)),
        string name when name.StartsWith("threshold(", StringComparison.Ordinal) => graph.Elementwise(x, tensor => Threshold(graph, tensor, name)),
        string name => throw OnnxConverters.Refusal(layer, $"its activation '{name}' is a function of the program's own. Take one of Keras's, or leave it out of what is exported"),
    };

    private static string GeluApproximate(OnnxGraph graph, string x)
    {
        string cube = graph.Add("Mul", [graph.Add("Mul", [graph.Add("Mul", [x, x]), x]), graph.Scalar(0.044715)]);
        string tanh = graph.Add("Tanh", [graph.Add("Mul", [graph.Add("Add", [x, cube]), graph.Scalar(Math.Sqrt(2 / Math.PI))])]);
        return graph.Add("Mul", [graph.Add("Mul", [x, graph.Scalar(0.5)]), graph.Add("Add", [tanh, graph.Scalar(1)])]);
    }

    private static string SparsePlus(OnnxGraph graph, string x)
    {
        string above = graph.Add("Add", [graph.Add("Clip", [x, graph.Scalar(-1), graph.Scalar(1)]), graph.Scalar(1)]);
        return graph.Add("Where", [graph.Add("Less", [x, graph.Scalar(1)]), graph.Add("Mul", [graph.Add("Mul", [above, above]), graph.Scalar(0.25)]), x]);
    }

    private static string Threshold(OnnxGraph graph, string x, string name)
    {
        double[] numbers = [.. name["threshold(".Length..^1].Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return graph.Add("Where", [graph.Add("Greater", [x, graph.Scalar(numbers[0])]), x, graph.Scalar(numbers[1])]);
    }

    private static string Glu(OnnxGraph graph, string x)
    {
        string[] halves = graph.AddAll("Split", [x], 2, ("axis", -1), ("num_outputs", 2));
        return graph.Add("Mul", [halves[0], graph.Add("Sigmoid", [halves[1]])]);
    }

    private static string Sparsemax(OnnxGraph graph, string x, Shape shape)
    {
        long length = shape[^1];
        string sorted = graph.AddAll("TopK", [x, graph.Integers(length)], 2, ("axis", -1))[0];
        string excess = graph.Add("Sub", [graph.Add("CumSum", [sorted, graph.Integers(-1)]), graph.Scalar(1)]);
        string places = graph.Numbers([.. Enumerable.Range(1, (int)length).Select(place => (float)place)], length);
        string supported = graph.Add("Greater", [graph.Add("Sub", [sorted, graph.Add("Div", [excess, places])]), graph.Scalar(0)]);
        string count = graph.Reduce("ReduceSum", graph.Add("Cast", [supported], ("to", OnnxTensor.Float)), [shape.Count], keep: true);
        string last = graph.Add("Cast", [graph.Add("Sub", [count, graph.Scalar(1)])], ("to", OnnxTensor.Int64));
        string threshold = graph.Add("Div", [graph.Add("GatherElements", [excess, last], ("axis", -1)), count]);
        return graph.Add("Relu", [graph.Add("Sub", [x, threshold])]);
    }

    private static string ReLU(OnnxGraph graph, ReLU layer, string x)
    {
        if (layer.MaxValue is null && layer.Threshold == 0)
            return layer.NegativeSlope == 0 ? graph.Add("Relu", [x]) : graph.Add("LeakyRelu", [x], ("alpha", (float)layer.NegativeSlope));
        string result = layer.Threshold == 0 ? graph.Add("Relu", [x]) : graph.Add("Where", [graph.Add("Greater", [x, graph.Scalar(layer.Threshold)]), x, graph.Scalar(0)]);
        if (layer.MaxValue is double maximum) result = graph.Add("Min", [result, graph.Scalar(maximum)]);
        if (layer.NegativeSlope == 0) return result;
        string below = graph.Add("Relu", [graph.Add("Sub", [graph.Scalar(layer.Threshold), x])]);
        return graph.Add("Sub", [result, graph.Add("Mul", [below, graph.Scalar(layer.NegativeSlope)])]);
    }

    private static string Softmax(OnnxGraph graph, Softmax layer, OnnxValue input)
    {
        string? mask = input.Mask?.SpreadOver(graph, input.Rank);
        string logits = mask is null ? input.Name : graph.Add("Where", [mask, input.Name, graph.Scalar(-1e9)]);
        int[] axes = layer.Axis.Resolve(input.Rank)!;
        string result;
        if (axes is [int axis]) result = graph.Add("Softmax", [logits], ("axis", axis));
        else
        {
            string exponentials = graph.Add("Exp", [graph.Add("Sub", [logits, graph.Reduce("ReduceMax", logits, axes, keep: true)])]);
            result = graph.Add("Div", [exponentials, graph.Reduce("ReduceSum", exponentials, axes, keep: true)]);
        }
        return mask is null ? result : graph.Add("Where", [mask, result, graph.Scalar(0)]);
    }
}
