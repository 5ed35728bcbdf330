using System.Runtime.InteropServices;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Onnx;

/// <summary>Makes layers of the operations of an ONNX file. What is between convolutions stays channels last.</summary>
internal sealed class OnnxImporter
{
    // Graphs are walked in recursion, for which a file must not use up the stack.
    private const int MostOperations = 10_000;
    private static readonly Dictionary<string, Action<OnnxImporter, OnnxNode>> Operations = new([.. ImportedFilters.Operations, .. ImportedFunctions.Operations, .. ImportedShapes.Operations]);
    private readonly OnnxDescription _description;
    private readonly Dictionary<string, ImportedValue> _values = [];
    private readonly Dictionary<string, OnnxTensor> _constants;
    private readonly Dictionary<SymbolicTensor, SymbolicTensor> _turned = [];
    private readonly Dictionary<string, OnnxNode?> _onlyUse = [];
    private readonly HashSet<string> _names = [];

    public OnnxImporter(OnnxDescription description)
    {
        _description = description;
        _constants = new(description.Values);
        foreach (OnnxNode node in description.Nodes)
            foreach (string input in node.Inputs)
                _onlyUse[input] = _onlyUse.ContainsKey(input) ? null : node;
        foreach (string output in description.Outputs) _onlyUse[output] = null;
    }

    /// <summary>The version of the operators.</summary>
    public long OperatorSet => _description.OperatorSet;

    /// <summary>The length of the batch that the file declares; 0 where it is open.</summary>
    public long Batch { get; private set; }

    /// <exception cref="ModelFormatException">There is no layer for an operation.</exception>
    public Model Import(string path)
    {
        string at = "its inputs";
        try
        {
            var inputs = new List<SymbolicTensor>();
            foreach ((string name, IReadOnlyList<long> axes) in _description.Inputs)
            {
                if (axes.Count == 0) throw new ModelFormatException($"The input '{name}' of '{path}' has no axes, not even a batch. Export the model with the shapes of its inputs.");
                Batch = axes[0];
                var input = new Input([.. axes.Skip(1).Select(axis => axis == 0 ? Shape.Unknown : checked((int)axis))]) { Name = Unique(name) };
                inputs.Add(input.Tensor());
                _values[name] = new ImportedValue(inputs[^1]);
            }
            if (_description.Nodes.Count > MostOperations) throw new ModelFormatException($"'{path}' has {_description.Nodes.Count:N0} operations; up to {MostOperations:N0} are taken. Read parts of it.");
            foreach (OnnxNode node in _description.Nodes)
            {
                if (node.Outputs.Count == 0) throw new ModelFormatException($"'{path}' has a {node.Operation} that makes nothing. Get it anew.");
                at = $"the {node.Operation} that makes '{node.Outputs[0]}'";
                // Taken into the layer before it.
                if (_values.ContainsKey(node.Outputs[0])) continue;
                if (!Operations.TryGetValue(node.Operation, out Action<OnnxImporter, OnnxNode>? import))
                    throw new ModelFormatException($"'{path}' has the operation {node.Operation}, for which there is no layer here. Known are: {string.Join(", ", Operations.Keys.Order(StringComparer.Ordinal))}.");
                import(this, node);
            }
            at = "its outputs";
            if (inputs.Count == 0 || _description.Outputs.Count == 0) throw new ModelFormatException($"'{path}' has no inputs or no outputs. Get it anew.");
            return new Model(inputs, [.. _description.Outputs.Select(output => First(Value(output)))]);
        }
        catch (Exception e) when (e is ShapeException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new ModelFormatException($"'{path}' cannot be made a model: {at} does not fit. {e.Message}", e);
        }
    }

    /// <summary>One of an operation's inputs, as a tensor of the model.</summary>
    public ImportedValue Value(OnnxNode node, int input = 0) => input < node.Inputs.Count ? Value(node.Inputs[input]) : throw Refusal(node, $"it has {node.Inputs.Count} inputs. Get the file anew");

    /// <summary>One of an operation's inputs where the file holds its values.</summary>
    public OnnxTensor? Constant(OnnxNode node, int input) => input < node.Inputs.Count ? _constants.GetValueOrDefault(node.Inputs[input]) : null;

    /// <summary>The numbers of one of an operation's inputs, or none where it is left out.</summary>
    public float[]? Numbers(OnnxNode node, int input)
    {
        if (input >= node.Inputs.Count || node.Inputs[input].Length == 0) return null;
        return Constant(node, input) is { Type: OnnxTensor.Float } value
            ? MemoryMarshal.Cast<byte, float>(value.Content).ToArray()
            : throw Refusal(node, $"its input '{node.Inputs[input]}' is not a constant. Export the model with its weights");
    }

    /// <summary>The whole numbers of an attribute or, in newer versions, of an input; none where there are none.</summary>
    public long[]? Integers(OnnxNode node, string attribute, int input)
    {
        if (node.Attributes.FirstOrDefault(given => given.Name == attribute).Value is int[] numbers) return Array.ConvertAll(numbers, number => (long)number);
        if (input >= node.Inputs.Count || node.Inputs[input].Length == 0) return null;
        return Constant(node, input) is { Type: OnnxTensor.Int64 } value
            ? MemoryMarshal.Cast<byte, long>(value.Content).ToArray()
            : throw Refusal(node, $"its {attribute} are computed. Export the model with constant shapes");
    }

    /// <summary>An option of an operation.</summary>
    public static T Option<T>(OnnxNode node, string name, T otherwise) => node.Attributes.FirstOrDefault(attribute => attribute.Name == name).Value switch
    {
        T value => value,
        null => otherwise,
        object other => throw Refusal(node, $"its {name} is a {other.GetType().Name}, not a {typeof(T).Name}. Get the file anew"),
    };

    /// <summary>The tensor as the file has it.</summary>
    public SymbolicTensor First(ImportedValue value) => value.ChannelsLast ? Turn(value.Tensor, [value.Tensor.Shape.Count, .. Enumerable.Range(1, value.Tensor.Shape.Count - 1)]) : value.Tensor;

    /// <summary>The tensor with the second axis of the file last.</summary>
    public SymbolicTensor Last(ImportedValue value) => value.ChannelsLast || value.Tensor.Shape.Count < 2 ? value.Tensor : Turn(value.Tensor, [.. Enumerable.Range(2, value.Tensor.Shape.Count - 1), 1]);

    /// <summary>Says what an operation makes.</summary>
    public void Make(OnnxNode node, SymbolicTensor tensor, bool channelsLast = false, bool notNegative = false) => _values[node.Outputs[0]] = new ImportedValue(tensor, channelsLast, notNegative);

    /// <summary>Says what an operation of values makes, in the order of axes its input has.</summary>
    public void MakeLike(OnnxNode node, ImportedValue input, Layer layer, bool notNegative = false) => Make(node, layer.Apply(input.Tensor), input.ChannelsLast, notNegative);

    /// <summary>Says that an operation changes nothing.</summary>
    public void Pass(OnnxNode node)
    {
        if (Constant(node, 0) is { } constant) Keep(node, constant);
        else _values[node.Outputs[0]] = Value(node);
    }

    /// <summary>Says that an operation makes a constant.</summary>
    public void Keep(OnnxNode node, OnnxTensor value) => _constants[node.Outputs[0]] = value;

    /// <summary>The name of an operation's layer.</summary>
    public string NameOf(OnnxNode node) => Unique(node.Outputs[0]);

    /// <summary>
    /// What is added to each channel of an operation that has no bias, where nothing else reads it; that addition is then done with.
    /// </summary>
    public float[]? TakeBias(OnnxNode node, int channels, int rank)
    {
        if (_onlyUse.GetValueOrDefault(node.Outputs[0]) is not { Operation: "Add", Inputs.Count: 2 } sum || sum.Outputs.Count == 0) return null;
        if (Constant(sum, sum.Inputs[0] == node.Outputs[0] ? 1 : 0) is not { Type: OnnxTensor.Float } bias || bias.Content.Length != sizeof(float) * channels) return null;
        // (channels, 1, …) behind a convolution, (channels) behind a product.
        int place = bias.Shape.Count - (rank == 2 ? 1 : rank - 1);
        return place >= 0 && bias.Shape[place] == channels ? MemoryMarshal.Cast<byte, float>(bias.Content).ToArray() : null;
    }

    /// <summary>Says that the addition of a bias that was taken makes what the operation before it does.</summary>
    public void MakeWithBias(OnnxNode node, SymbolicTensor tensor, bool channelsLast, bool taken)
    {
        Make(node, tensor, channelsLast);
        if (taken) Make(_onlyUse[node.Outputs[0]]!, tensor, channelsLast);
    }

    /// <summary>Says why an operation cannot be had.</summary>
    public static ModelFormatException Refusal(OnnxNode node, string reason) => new($"The {node.Operation} that makes '{(node.Outputs.Count > 0 ? node.Outputs[0] : "")}' cannot be had here: {reason}.");

    private ImportedValue Value(string name) => _values.TryGetValue(name, out ImportedValue? value)
        ? value
        : throw new ModelFormatException(_constants.ContainsKey(name)
            ? $"The file's value '{name}' is constant where a tensor is computed with. Only weights can be constant."
            : $"The file uses '{name}' before it is made. Get it anew.");

    private SymbolicTensor Turn(SymbolicTensor tensor, int[] axes) => _turned.TryGetValue(tensor, out SymbolicTensor? known) ? known : _turned[tensor] = new Permute(axes).Apply(tensor);

    private string Unique(string wanted)
    {
        string plain = string.IsNullOrWhiteSpace(wanted) ? "layer" : wanted.Replace('/', '_'), name = plain;
        for (int next = 1; !_names.Add(name); next++) name = $"{plain}_{next}";
        return name;
    }
}
