using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Plots.Charts;

/// <summary>A graph whose inner models are opened: their calls stand where the model was called.</summary>
internal static class OpenedGraph
{
    /// <summary>Opens the inner models of a graph, and those inside them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="paths">Gets, for every call of the result, the names of the models around it, each ended by a slash.</param>
    public static ModelGraph Of(ModelGraph graph, List<string> paths)
    {
        var calls = new List<LayerCall>();
        // What stands for a tensor of an inner model, or for the output of a model that was opened, in the opened graph.
        var means = new Dictionary<SymbolicTensor, SymbolicTensor>();
        Add(graph, "", means);
        return new ModelGraph(calls, graph.Inputs, [.. graph.Outputs.Select(output => means[output])]);

        void Add(ModelGraph part, string path, Dictionary<SymbolicTensor, SymbolicTensor> known)
        {
            foreach (LayerCall call in part.Calls)
            {
                if (call.Inputs.Count == 0 && call.Outputs.All(known.ContainsKey)) continue; // An inner model's input: fed from outside.
                SymbolicTensor[] inputs = [.. call.Inputs.Select(input => known[input])];
                if (call.Layer is Model inner)
                {
                    ModelGraph inside = inner.GetGraph();
                    // A model may be called twice: each call has its own meaning of the inner tensors.
                    var within = inside.Inputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
                    Add(inside, $"{path}{inner.Name}/", within);
                    foreach ((SymbolicTensor outer, SymbolicTensor made) in call.Outputs.Zip(inside.Outputs)) known[outer] = within[made];
                    continue;
                }
                // Outputs of an inner call drawn a second time need identities of their own: those of a call of the same layer on the same shapes.
                IReadOnlyList<SymbolicTensor> outputs = calls.Any(made => made.Outputs[0] == call.Outputs[0]) ? call.Layer.ApplyAll(inputs) : call.Outputs;
                foreach ((SymbolicTensor outer, SymbolicTensor made) in call.Outputs.Zip(outputs)) known[outer] = made;
                calls.Add(new LayerCall(call.Layer, inputs, outputs));
                paths.Add(path);
            }
        }
    }
}
