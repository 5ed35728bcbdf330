using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>Operations value by value, and what merges tensors.</summary>
internal static class ImportedFunctions
{
    public static IReadOnlyDictionary<string, Action<OnnxImporter, OnnxNode>> Operations { get; } = new Dictionary<string, Action<OnnxImporter, OnnxNode>>
    {
        ["Relu"] = (importer, node) => importer.MakeLike(node, importer.Value(node), new ReLU { Name = importer.NameOf(node) }, notNegative: true),
        ["LeakyRelu"] = (importer, node) => importer.MakeLike(node, importer.Value(node), new LeakyReLU(OnnxImporter.Option(node, "alpha", 0.01f)) { Name = importer.NameOf(node) }),
        ["Elu"] = (importer, node) => importer.MakeLike(node, importer.Value(node), new ELU(OnnxImporter.Option(node, "alpha", 1f)) { Name = importer.NameOf(node) }),
        ["Sigmoid"] = (importer, node) => importer.MakeLike(node, importer.Value(node), new ActivationLayer(Activation.Sigmoid) { Name = importer.NameOf(node) }, notNegative: true),
        ["Tanh"] = (importer, node) => importer.MakeLike(node, importer.Value(node), new ActivationLayer(Activation.Tanh) { Name = importer.NameOf(node) }),
        ["Clip"] = Clip,
        ["Dropout"] = Dropout,
        ["Softmax"] = Softmax,
        ["Add"] = (importer, node) => Merge(importer, node, new Add { Name = importer.NameOf(node) }, (number, _) => (1, number)),
        ["Sub"] = (importer, node) => Merge(importer, node, new Subtract { Name = importer.NameOf(node) }, (number, first) => first ? (-1, number) : (1, -number)),
        ["Mul"] = (importer, node) => Merge(importer, node, new Multiply { Name = importer.NameOf(node) }, (number, _) => (number, 0)),
        ["Concat"] = Concat,
    };

    private static void Clip(OnnxImporter importer, OnnxNode node)
    {
        ImportedValue value = importer.Value(node);
        float least = importer.Numbers(node, 1)?.Single() ?? OnnxImporter.Option(node, "min", float.MinValue), most = importer.Numbers(node, 2)?.Single() ?? OnnxImporter.Option(node, "max", float.MaxValue);
        if (!float.IsFinite(least) || least == float.MinValue) throw OnnxImporter.Refusal(node, "it has no lower bound. Clip at both ends, or use a Relu");
        double? range = most == float.MaxValue || !float.IsFinite(most) ? null : (double)most - least;
        // Moved so that the lower bound is 0, and back.
        SymbolicTensor tensor = least == 0 ? value.Tensor : new Rescaling(1, -(double)least).Apply(value.Tensor);
        tensor = new ReLU { Name = importer.NameOf(node), MaxValue = range }.Apply(tensor);
        if (least != 0) tensor = new Rescaling(1, least).Apply(tensor);
        importer.Make(node, tensor, value.ChannelsLast, notNegative: least >= 0);
    }

    private static void Dropout(OnnxImporter importer, OnnxNode node)
    {
        float rate = importer.Numbers(node, 1)?.Single() ?? OnnxImporter.Option(node, "ratio", 0.5f);
        ImportedValue value = importer.Value(node);
        importer.MakeLike(node, value, new Dropout(rate) { Name = importer.NameOf(node) }, value.NotNegative);
    }

    private static void Softmax(OnnxImporter importer, OnnxNode node)
    {
        SymbolicTensor input = importer.First(importer.Value(node));
        bool flattens = importer.OperatorSet < 13;
        int rank = input.Shape.Count + 1, axis = (int)OnnxImporter.Option(node, "axis", flattens ? 1L : -1);
        if (axis < 0) axis += rank;
        if (axis < 1 || axis >= rank) throw OnnxImporter.Refusal(node, $"it goes along axis {axis} of shape {input.Shape}. The batch has none, and others do not exist");
        // Once it went along all axes from one on.
        Axes axes = flattens ? new Axes([.. Enumerable.Range(axis, rank - axis)]) : axis;
        importer.Make(node, new Softmax { Name = importer.NameOf(node), Axis = axes }.Apply(input), notNegative: true);
    }

    // With a constant: a factor and a summand, of everything or of each channel.
    private static void Merge(OnnxImporter importer, OnnxNode node, Layer layer, Func<float, bool, (float Scale, float Offset)> constant)
    {
        if (node.Inputs.Count != 2) throw OnnxImporter.Refusal(node, $"it has {node.Inputs.Count} inputs, not 2. Get the file anew");
        int at = importer.Constant(node, 0) is not null ? 0 : importer.Constant(node, 1) is not null ? 1 : -1;
        if (at < 0)
        {
            (ImportedValue one, ImportedValue other) = (importer.Value(node), importer.Value(node, 1));
            bool last = one.ChannelsLast && other.ChannelsLast && one.Tensor.Shape.Count == other.Tensor.Shape.Count;
            if (!last && one.Tensor.Shape.Count != other.Tensor.Shape.Count) throw OnnxImporter.Refusal(node, $"it merges shapes {one.Tensor.Shape} and {other.Tensor.Shape}. Bring both to as many axes");
            importer.Make(node, layer.Apply(last ? [one.Tensor, other.Tensor] : [importer.First(one), importer.First(other)]), last, one.NotNegative && other.NotNegative && node.Operation != "Sub");
            return;
        }
        ImportedValue value = importer.Value(node, 1 - at);
        float[] numbers = importer.Numbers(node, at)!;
        IReadOnlyList<long> shape = importer.Constant(node, at)!.Shape;
        int rank = value.Tensor.Shape.Count + 1, place = rank - shape.Count + shape.TakeWhile(length => length == 1).Count();
        if (rank < 2 || shape.Count > rank) throw OnnxImporter.Refusal(node, $"its constant ({string.Join(", ", shape)}) has more axes than shape {value.Tensor.Shape}. Export the model without it");
        (float Scale, float Offset)[] each = [.. numbers.Select(number => constant(number, at == 0))];
        if (numbers.Length == 1)
        {
            importer.MakeLike(node, value, new Rescaling(each[0].Scale, each[0].Offset) { Name = layer.Name });
            return;
        }
        bool channels = place == 1 && rank > 2;
        if ((!channels && place != rank - 1) || shape.Count(length => length != 1) != 1) throw OnnxImporter.Refusal(node, $"its constant is ({string.Join(", ", shape)}). Numbers for all, for each channel or along the last axis are known");
        SymbolicTensor input = channels ? importer.Last(value) : importer.First(value);
        if (input.Shape[^1] != numbers.Length) throw OnnxImporter.Refusal(node, $"{numbers.Length} numbers do not fit shape {input.Shape}. Get the file anew");
        string axes = string.Concat(Enumerable.Range(0, rank).Select(axis => (char)('a' + axis))), along = axes[^1..];
        var scale = new EinsumDense($"{axes},{along}->{axes}", new Shape([.. Enumerable.Repeat(Shape.Unknown, rank - 2), numbers.Length])) { Name = layer.Name, BiasAxes = along };
        SymbolicTensor result = scale.Apply(input);
        scale.OwnWeights[0].Assign(Array.ConvertAll(each, pair => pair.Scale));
        scale.OwnWeights[1].Assign(Array.ConvertAll(each, pair => pair.Offset));
        importer.Make(node, result, channels);
    }

    private static void Concat(OnnxImporter importer, OnnxNode node)
    {
        ImportedValue[] values = [.. node.Inputs.Select((_, i) => importer.Value(node, i))];
        int rank = importer.Value(node).Tensor.Shape.Count + 1, axis = (int)OnnxImporter.Option(node, "axis", 1L);
        if (axis < 0) axis += rank;
        bool last = axis == 1 && values.All(value => value.ChannelsLast);
        var layer = new Concatenate { Name = importer.NameOf(node), Axis = last ? -1 : axis };
        importer.Make(node, layer.Apply([.. values.Select(value => last ? value.Tensor : importer.First(value))]), last, values.All(value => value.NotNegative));
    }
}
