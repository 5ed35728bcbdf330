using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Onnx;

/// <summary>
/// An ONNX graph that is being written: operations are added in the order they run, weights once however often they are used. Transposes that undo each other
/// leave nothing behind.
/// </summary>
internal sealed class OnnxGraph
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly OrderedDictionary<string, OnnxTensor> _initializers = [];
    private readonly Dictionary<(Weight, string), string> _weights = [];
    private readonly Dictionary<string, string> _constants = [];
    private readonly Dictionary<string, (string Source, int[] Order)> _transposed = [];
    private readonly Dictionary<string, string> _transposes = [];
    private readonly HashSet<string> _names = [];

    /// <summary>Where in the model the next operations come from: it begins their names.</summary>
    public string Place { get; set; } = "";

    /// <summary>The operations.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>Weights and constants.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Initializers => _initializers;

    /// <summary>Adds an operation of one output.</summary>
    public string Add(string operation, IReadOnlyList<string> inputs, params IReadOnlyList<(string Name, object Value)> attributes) => AddAll(operation, inputs, 1, attributes)[0];

    /// <summary>Adds an operation of several outputs.</summary>
    public string[] AddAll(string operation, IReadOnlyList<string> inputs, int outputs, params IReadOnlyList<(string Name, object Value)> attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => Unique($"{Place}{operation}"))];
        _nodes.Add(new OnnxNode(operation, inputs, names, attributes));
        return names;
    }

    /// <summary>Gives a tensor a second name.</summary>
    public void Name(string tensor, string name) => _nodes.Add(new OnnxNode("Identity", [tensor], [name], []));

    /// <summary>A name that nothing has yet, now taken.</summary>
    public string Unique(string wanted)
    {
        string name = wanted;
        for (int next = 1; !_names.Add(name); next++) name = $"{wanted}_{next}";
        return name;
    }

    /// <summary>A scalar.</summary>
    public string Scalar(double value) => Constant($"{value:R}", OnnxTensor.Of([(float)value]));

    /// <summary>A list of whole numbers.</summary>
    public string Integers(params ReadOnlySpan<long> values) => Constant($"[{string.Join(' ', values.ToArray())}]", OnnxTensor.Of(values, values.Length));

    /// <summary>Numbers in a shape.</summary>
    public string Numbers(ReadOnlySpan<float> values, params IReadOnlyList<long> shape) =>
        Constant($"{string.Join(' ', values.ToArray())} ({string.Join(' ', shape)})", OnnxTensor.Of(values, shape));

    /// <summary>A layer's weight, or none where the layer has none of that name.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The weight's name.</param>
    /// <param name="form">A name for what <paramref name="arrange"/> does, where it does something.</param>
    /// <param name="arrange">Brings the values into the order of an operation.</param>
    public string? Find(Layer layer, string name, string form = "", Func<Tensor, Tensor>? arrange = null)
    {
        if (layer.OwnWeights.FirstOrDefault(weight => weight.Name == name) is not { } found) return null;
        if (_weights.TryGetValue((found, form), out string? known)) return known;
        using var scope = NewDisposeScope();
        Tensor values = found.Value.detach().cpu().to(float32);
        values = (arrange?.Invoke(values) ?? values).contiguous();
        return _weights[(found, form)] = Hold(form.Length == 0 ? name : $"{name}_{form}", OnnxTensor.Of(values.data<float>().ToArray(), values.shape));
    }

    /// <summary>A layer's weight, which is there.</summary>
    public string Weight(Layer layer, string name, string form = "", Func<Tensor, Tensor>? arrange = null) => Find(layer, name, form, arrange)
        ?? throw new InvalidOperationException($"The layer '{layer.Name}' has no weight '{name}'.");

    /// <summary>The axes of a tensor in another order.</summary>
    public string Transpose(string tensor, params int[] order)
    {
        if (_transposed.TryGetValue(tensor, out (string Source, int[] Order) before)) (tensor, order) = (before.Source, Array.ConvertAll(order, axis => before.Order[axis]));
        if (order.SequenceEqual(Enumerable.Range(0, order.Length))) return tensor;
        string key = $"{tensor} {string.Join(' ', order)}";
        if (_transposes.TryGetValue(key, out string? known)) return known;
        string result = Add("Transpose", [tensor], ("perm", order));
        _transposed[result] = (tensor, order);
        return _transposes[key] = result;
    }

    /// <summary>A function of each value, computed before the transpose the tensor comes from, so that this may meet the next one.</summary>
    public string Elementwise(string tensor, Func<string, string> function) => _transposed.TryGetValue(tensor, out (string Source, int[] Order) before)
        ? Transpose(function(before.Source), before.Order)
        : function(tensor);

    /// <summary>A function of the values at the same places of several tensors.</summary>
    public string Elementwise(IReadOnlyList<string> tensors, Func<IReadOnlyList<string>, string> function)
    {
        int[]? order = _transposed.TryGetValue(tensors[0], out (string Source, int[] Order) first) ? first.Order : null;
        return order is not null && tensors.All(tensor => _transposed.TryGetValue(tensor, out (string Source, int[] Order) before) && before.Order.AsSpan().SequenceEqual(order))
            ? Transpose(function([.. tensors.Select(tensor => _transposed[tensor].Source)]), order)
            : function(tensors);
    }

    /// <summary>One number of all along some axes.</summary>
    /// <param name="operation">For example <c>ReduceMean</c>.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="axes">Counted from the front.</param>
    /// <param name="keep">Whether the axes stay, with length 1.</param>
    public string Reduce(string operation, string tensor, int[] axes, bool keep)
    {
        if (_transposed.TryGetValue(tensor, out (string Source, int[] Order) before))
        {
            int[] there = Array.ConvertAll(axes, axis => before.Order[axis]), left = [.. before.Order.Except(there)];
            if (keep) return Transpose(Add(operation, [before.Source, Integers(Array.ConvertAll(there, axis => (long)axis))], ("keepdims", 1)), before.Order);
            if (left.SequenceEqual(left.Order())) (tensor, axes) = (before.Source, there);
        }
        return Add(operation, [tensor, Integers(Array.ConvertAll(axes, axis => (long)axis))], ("keepdims", keep ? 1 : 0));
    }

    /// <summary>Leaves out what no output needs.</summary>
    public void Prune(IEnumerable<string> outputs)
    {
        HashSet<string> needed = [.. outputs];
        for (int i = _nodes.Count - 1; i >= 0; i--)
            if (_nodes[i].Outputs.Any(needed.Contains)) needed.UnionWith(_nodes[i].Inputs);
            else _nodes.RemoveAt(i);
        foreach (string name in _initializers.Keys.Where(name => !needed.Contains(name)).ToArray()) _ = _initializers.Remove(name);
    }

    private string Constant(string key, OnnxTensor value) => _constants.TryGetValue(key, out string? known) ? known : _constants[key] = Hold("constant", value);

    private string Hold(string name, OnnxTensor value)
    {
        string unique = Unique($"{Place}{name}");
        _initializers.Add(unique, value);
        return unique;
    }
}
