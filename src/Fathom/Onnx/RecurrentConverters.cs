using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Onnx;

/// <summary>Recurrent layers over whole sequences, read from either end.</summary>
internal static class RecurrentConverters
{
    private static readonly Dictionary<string, (string Name, float? Alpha, float? Beta)> Activations = new()
    {
        ["tanh"] = ("Tanh", null, null),
        ["sigmoid"] = ("Sigmoid", null, null),
        ["relu"] = ("Relu", null, null),
        ["softsign"] = ("Softsign", null, null),
        ["softplus"] = ("Softplus", null, null),
        ["linear"] = ("Affine", 1, 0),
        ["hard_sigmoid"] = ("HardSigmoid", 1f / 6, 0.5f),
        ["sparse_sigmoid"] = ("HardSigmoid", 0.5f, 0.5f),
        ["leaky_relu"] = ("LeakyRelu", 0.2f, null),
        ["elu"] = ("Elu", 1, null),
    };

    public static void Register(OnnxConverters converters)
    {
        converters.Add<RNN>((graph, layer, inputs) => Convert(graph, layer, inputs, turned: false));
        converters.Add<Bidirectional>(BothWays);
    }

    private static OnnxValue[] BothWays(OnnxGraph graph, Bidirectional layer, IReadOnlyList<OnnxValue> inputs)
    {
        int half = (inputs.Count - 1) / 2;
        OnnxValue[] forward = Within(graph, layer.ForwardLayer, [inputs[0], .. inputs.Skip(1).Take(half)], turned: false), backward = Within(graph, layer.BackwardLayer, [inputs[0], .. inputs.Skip(1 + half)], turned: true);
        (string one, string other) = (forward[0].Name, backward[0].Name);
        Shape[] shapes = [.. layer.ComputeOutputShapes([.. inputs.Select(input => input.Shape)])];
        string[] merged = layer.MergeMode switch
        {
            MergeMode.None => [one, other],
            MergeMode.Concatenate => [graph.Add("Concat", [one, other], ("axis", -1))],
            MergeMode.Sum => [graph.Add("Add", [one, other])],
            MergeMode.Multiply => [graph.Add("Mul", [one, other])],
            _ => [graph.Add("Mean", [one, other])],
        };
        return [.. merged.Select((name, i) => new OnnxValue(name, shapes[i], forward[0].Mask)), .. forward.Skip(1), .. backward.Skip(1)];
    }

    // A layer inside another, with a name of its own before its operations.
    private static OnnxValue[] Within(OnnxGraph graph, RNN layer, IReadOnlyList<OnnxValue> inputs, bool turned)
    {
        string place = graph.Place;
        graph.Place = $"{place}{layer.Name}/";
        OnnxValue[] outputs = Convert(graph, layer, inputs, turned);
        graph.Place = place;
        return outputs;
    }

    // The outputs come in the order in which the sequence is read or, turned, in the opposite.
    private static OnnxValue[] Convert(OnnxGraph graph, RNN layer, IReadOnlyList<OnnxValue> inputs, bool turned)
    {
        if (layer.Stateful)
            throw OnnxConverters.Refusal(layer, "it is stateful, and an ONNX model keeps nothing between calls. Make the model again with ReturnState set and the states as inputs, so that the caller carries them");
        if (inputs[0].Mask is { Rank: not 2 }) throw OnnxConverters.Refusal(layer, "its input has a mask of more than timesteps. Leave the mask out");
        RecurrentCell[] cells = layer.Cell is StackedRNNCells stack ? [.. stack.Cells] : [layer.Cell];
        Shape[] shapes = [.. layer.ComputeOutputShapes([.. inputs.Select(input => input.Shape)])];
        PackedSteps? packed = inputs[0].Mask is { } mask ? PackedSteps.Of(graph, mask.Name) : null;
        // Timesteps first.
        string sequence = graph.Transpose(packed?.Pack(inputs[0].Name) ?? inputs[0].Name, 1, 0, 2), last = "";
        var states = new List<string>();
        int given = 1;
        foreach (RecurrentCell cell in cells)
        {
            int count = cell is LSTMCell ? 2 : 1;
            string[] initial = inputs.Count > 1 ? [.. inputs.Skip(given).Take(count).Select(state => graph.Add("Unsqueeze", [state.Name, graph.Integers(0)]))] : [];
            given += count;
            string[] made = Run(graph, layer, cell, sequence, packed?.Lengths ?? "", initial);
            // (timesteps, one direction, batch, units).
            sequence = graph.Add("Squeeze", [made[0], graph.Integers(1)]);
            string[] after = [.. made.Skip(1).Select((state, i) => graph.Add("Squeeze", [packed?.OrAtStart(state, initial.ElementAtOrDefault(i)) ?? state, graph.Integers(0)]))];
            // An output that nothing comes before is zero, whatever the state.
            last = packed is null ? after[0] : graph.Add("Squeeze", [packed.OrAtStart(made[1], null), graph.Integers(0)]);
            states.AddRange(after);
        }
        string output = last;
        if (layer.ReturnSequences)
        {
            if (packed is not null) sequence = graph.Transpose(packed.Unpack(graph.Transpose(sequence, 1, 0, 2), layer.GoBackwards, layer.ZeroOutputForMask), 1, 0, 2);
            // ONNX gives them in that of the timesteps.
            if (layer.GoBackwards != turned) sequence = graph.Add("Slice", [sequence, graph.Integers(-1), graph.Integers(long.MinValue), graph.Integers(0), graph.Integers(-1)]);
            output = graph.Transpose(sequence, 1, 0, 2);
        }
        OnnxMask? handed = layer.ReturnSequences ? inputs[0].Mask : null;
        return layer.ReturnState
            ? [new OnnxValue(output, shapes[0], handed), .. states.Select((state, i) => new OnnxValue(state, shapes[i + 1]))]
            : [new OnnxValue(output, shapes[0], handed)];
    }

    private static string[] Run(OnnxGraph graph, RNN layer, RecurrentCell cell, string sequence, string lengths, string[] initial)
    {
        (string operation, int[] gates) = cell switch
        {
            // Of input, forget, candidate, output ONNX wants input, output, forget, candidate.
            LSTMCell => ("LSTM", (int[])[0, 3, 1, 2]),
            GRUCell => ("GRU", [0, 1, 2]),
            SimpleRNNCell => ("RNN", [0]),
            _ => throw OnnxConverters.Refusal(layer, $"ONNX has no recurrent operation for its cell, a {cell.GetType().Name}. Use SimpleRNN, LSTM or GRU"),
        };
        var vector = (VectorCell)cell;
        string[] functions = cell switch
        {
            LSTMCell lstm => [lstm.RecurrentActivation.Name, lstm.Activation.Name, lstm.Activation.Name],
            GRUCell gru => [gru.RecurrentActivation.Name, gru.Activation.Name],
            _ => [vector.Activation.Name],
        };
        if (functions.FirstOrDefault(name => !Activations.ContainsKey(name)) is string unknown)
            throw OnnxConverters.Refusal(layer, $"ONNX's recurrent operations do not know its activation '{unknown}'. They know {string.Join(", ", Activations.Keys)}");
        float[] alphas = [.. functions.Select(name => Activations[name].Alpha).OfType<float>()], betas = [.. functions.Select(name => Activations[name].Beta).OfType<float>()];
        List<(string, object)> attributes = [("hidden_size", vector.Units), ("direction", layer.GoBackwards ? "reverse" : "forward"), ("activations", functions.Select(name => Activations[name].Name).ToArray())];
        if (alphas.Length > 0) attributes.Add(("activation_alpha", alphas));
        if (betas.Length > 0) attributes.Add(("activation_beta", betas));
        bool resetsAfter = cell is GRUCell { ResetAfter: true };
        if (resetsAfter) attributes.Add(("linear_before_reset", 1));
        string bias = graph.Find(cell, "bias", "gates", values => Biases(values, gates)) ?? "";
        string[] arguments = [sequence, graph.Weight(cell, "kernel", "gates", values => Gates(values, gates)), graph.Weight(cell, "recurrent_kernel", "gates", values => Gates(values, gates)), bias, lengths, .. initial];
        return graph.AddAll(operation, arguments, cell is LSTMCell ? 3 : 2, attributes);
    }

    // From (inputs, gates · units) to (one direction, gates · units, inputs) with the gates in ONNX's order.
    private static Tensor Gates(Tensor kernel, int[] gates) => cat([.. Ordered(kernel, gates)], -1).t().unsqueeze(0);

    // The inputs' biases, then the state's: zero where the layer has one for both.
    private static Tensor Biases(Tensor bias, int[] gates)
    {
        Tensor inputs = bias.ndim == 2 ? bias[0] : bias, states = bias.ndim == 2 ? bias[1] : zeros_like(bias);
        return cat([.. Ordered(inputs, gates), .. Ordered(states, gates)], -1).unsqueeze(0);
    }

    private static IEnumerable<Tensor> Ordered(Tensor values, int[] gates)
    {
        Tensor[] parts = values.chunk(gates.Length, -1);
        return gates.Select(gate => parts[gate]);
    }
}
