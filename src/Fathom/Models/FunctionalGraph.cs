using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Models;

/// <summary>The calls of layers between a model's inputs and outputs, in an order in which they can be made.</summary>
internal sealed class FunctionalGraph
{
    private readonly Step[] _steps;
    private readonly int[] _inputSlots, _outputSlots;
    private readonly int _slotCount;

    public FunctionalGraph(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
        var slots = new Dictionary<SymbolicTensor, int>();
        foreach (SymbolicTensor input in inputs)
            if (!slots.TryAdd(input, slots.Count))
                throw new ArgumentException($"Input '{input.Source.Layer.Name}' is given twice. Name each input once.", nameof(inputs));
        var steps = new List<Step>();
        var open = new HashSet<Node>();
        foreach (SymbolicTensor output in outputs) Visit(output);
        _steps = [.. steps];
        _slotCount = slots.Count;
        _inputSlots = [.. inputs.Select(input => slots[input])];
        _outputSlots = [.. outputs.Select(output => slots[output])];
        Layers = InOrder();

        void Visit(SymbolicTensor tensor)
        {
            if (slots.ContainsKey(tensor)) return;
            Node node = tensor.Source;
            if (node.Inputs.Count == 0)
                throw new ArgumentException(
                    $"The outputs depend on input '{node.Layer.Name}' {tensor.Shape}, which is not among the model's inputs. Add it to them.", nameof(inputs));
            if (!open.Add(node)) throw new ArgumentException($"Layer '{node.Layer.Name}' depends on its own output.", nameof(outputs));
            foreach (SymbolicTensor input in node.Inputs) Visit(input);
            foreach (SymbolicTensor made in node.Outputs) slots.Add(made, slots.Count);
            steps.Add(new Step(node, [.. node.Inputs.Select(input => slots[input])], slots[node.Outputs[0]]));
        }
    }

    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    public IReadOnlyList<SymbolicTensor> Outputs { get; }

    /// <summary>Every layer once, each after those it depends on, in Keras's order: weights files number layers by it.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The calls, each after those it depends on.</summary>
    public IEnumerable<Node> Nodes => _steps.Select(step => step.Node);

    /// <summary>The layers in order, where each takes nothing but what the one before gives; else none.</summary>
    public IReadOnlyList<Layer>? Chain
    {
        get
        {
            if (Inputs.Count != 1 || Outputs.Count != 1) return null;
            SymbolicTensor reached = Inputs[0];
            foreach (Node node in Nodes)
            {
                if (node.Inputs is not [SymbolicTensor only] || only != reached || node.Outputs.Count != 1) return null;
                reached = node.Outputs[0];
            }
            return reached == Outputs[0] ? [.. Nodes.Select(node => node.Layer)] : null;
        }
    }

    public IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context) => Run(inputs, (layer, arguments) => layer.Forward(arguments, context));

    public IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs) => Run(inputs, (layer, arguments) => layer.ComputeOutputShapes(arguments));

    // By depth, the longest way to an output, from deep to shallow; at equal depth in the order in which a walk back from the outputs first meets them.
    private Layer[] InOrder()
    {
        var met = new OrderedDictionary<Layer, int>();
        var depths = new Dictionary<Node, int>();
        foreach (SymbolicTensor output in Outputs) Meet(output.Source);
        foreach (Node node in Enumerable.Reverse(_steps.Select(step => step.Node)))
        {
            int depth = Math.Max(depths.GetValueOrDefault(node), met[node.Layer]);
            met[node.Layer] = depths[node] = depth;
            foreach (Node before in node.Inputs.Select(input => input.Source)) depths[before] = Math.Max(depths.GetValueOrDefault(before), depth + 1);
        }
        foreach (Node input in Inputs.Select(input => input.Source)) met[input.Layer] = depths.GetValueOrDefault(input);
        return [.. met.OrderByDescending(layer => layer.Value).Select(layer => layer.Key)];

        void Meet(Node node)
        {
            if (!depths.TryAdd(node, 0)) return;
            met.TryAdd(node.Layer, 0);
            foreach (SymbolicTensor input in node.Inputs) Meet(input.Source);
        }
    }

    private T[] Run<T>(IReadOnlyList<T> inputs, Func<Layer, T[], IReadOnlyList<T>> call)
    {
        var slots = new T[_slotCount];
        for (int i = 0; i < inputs.Count; i++) slots[_inputSlots[i]] = inputs[i];
        foreach (Step step in _steps)
        {
            var arguments = new T[step.Inputs.Length];
            for (int i = 0; i < arguments.Length; i++) arguments[i] = slots[step.Inputs[i]];
            IReadOnlyList<T> made = call(step.Node.Layer, arguments);
            for (int i = 0; i < made.Count; i++) slots[step.FirstOutput + i] = made[i];
        }
        return Array.ConvertAll(_outputSlots, slot => slots[slot]);
    }

    private readonly record struct Step(Node Node, int[] Inputs, int FirstOutput);
}
