using Fathom.Data;
using Fathom.Layers;

namespace Fathom.Models;

// Looking into the graph.
public partial class Model
{
    /// <summary>
    /// The graph to look at. That of a <see cref="Sequential"/> model is a chain; one without an <see cref="Input"/> of its own is shown with one.
    /// </summary>
    /// <returns>The graph as it is now.</returns>
    /// <exception cref="InvalidOperationException">The model is a derived class, which computes in plain code, or has no weights yet.</exception>
    public ModelGraph GetGraph()
    {
        Node[] nodes = [.. CallNodes("look at its graph")];
        return new ModelGraph([.. nodes.Select(node => new LayerCall(node.Layer, node.Inputs, node.Outputs))], _graph?.Inputs ?? nodes[0].Outputs, _graph?.Outputs ?? nodes[^1].Outputs);
    }

    /// <summary>What a layer gives for inputs of the model: features to look at, or to train another model on.</summary>
    /// <param name="x">(samples, …): the model's only input.</param>
    /// <param name="layer">Name of the layer; see <see cref="Layers"/>.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <returns>(samples, …): the layer's only output.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">The model is a derived class, which computes in plain code, or the layer has several outputs.</exception>
    public Samples Activations(Samples x, string layer, int batchSize = 256)
    {
        IReadOnlyList<Samples> outputs = Activations(Dataset.From([x], []).Batch(batchSize), layer);
        return outputs.Count == 1
            ? outputs[0]
            : throw new InvalidOperationException($"Layer '{layer}' has {outputs.Count} outputs. Call Activations with a Dataset to get all of them.");
    }

    /// <summary>What a layer gives for a dataset, in the dataset's order.</summary>
    /// <param name="data">The data; targets are not looked at.</param>
    /// <param name="layer">Name of the layer; see <see cref="Layers"/>.</param>
    /// <param name="call">Which call of a shared layer, counted from 0 in the order of <see cref="ModelGraph.Calls"/>.</param>
    /// <returns>(samples, …) per output of the layer.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="ArgumentException">There is no such layer or call, or the dataset is shuffled.</exception>
    /// <exception cref="InvalidOperationException">The model is a derived class, which computes in plain code.</exception>
    public IReadOnlyList<Samples> Activations(Dataset data, string layer, int call = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        Layer wanted = GetLayer(layer);
        _ = CheckInputs(data);
        Node[] nodes = [.. CallNodes("ask for activations")], calls = [.. nodes.Where(node => node.Layer == wanted)];
        if (call < 0 || call >= calls.Length)
            throw new ArgumentOutOfRangeException(nameof(call), call, $"Layer '{layer}' is called {calls.Length} times in model '{Name}'. Give a number from 0 to {calls.Length - 1}.");
        var part = new FunctionalGraph(_graph?.Inputs ?? nodes[0].Outputs, calls[call].Outputs);
        return Collect(data, inputs => part.Call(inputs, CallContext.Infer));
    }

    private IEnumerable<Node> CallNodes(string purpose)
    {
        NeedWeights(purpose);
        if (_graph is not null) return _graph.Inputs.Select(input => input.Source).Concat(_graph.Nodes);
        return this is Sequential
            ? Chain()
            : throw new InvalidOperationException($"Model '{Name}' is a {GetType().Name}, which computes in plain code: it has no graph to show. Make it functionally, or Sequential, to {purpose}.");
    }

    private IEnumerable<Node> Chain()
    {
        Layer first = Layers[0] as Input ?? new Input([.. InputShapes[0]]);
        var last = new Node(first, [], [DeclaredInputs?[0] ?? InputShapes[0]]);
        yield return last;
        foreach (Layer layer in Layers.Where(layer => layer is not Input))
            yield return last = new Node(layer, last.Outputs, layer.ComputeOutputShapes([.. last.Outputs.Select(output => output.Shape)]));
    }
}
