using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>One call of a layer, as it is drawn.</summary>
/// <param name="Call">The call.</param>
/// <param name="Lines">What stands in the box; the first line is strong.</param>
/// <param name="Style">Classes of the box.</param>
internal sealed record DiagramBox(LayerCall Call, IReadOnlyList<string> Lines, string Style)
{
    private const double LineHeight = 16, Room = 12;

    /// <summary>Pixels from left to right.</summary>
    public double Width => Math.Max(80, Lines.Max(line => 6.9 * line.Length) + 2 * Room);

    /// <summary>Pixels from top to bottom.</summary>
    public double Height => LineHeight * Lines.Count + Room;

    /// <summary>Describes a call.</summary>
    /// <param name="graph">The graph it is part of, inner models opened as wished.</param>
    /// <param name="index">Which call.</param>
    /// <param name="path">Names of the models around it, each ended by a slash.</param>
    /// <param name="showShapes">Whether the shapes are told.</param>
    /// <param name="showLayerNames">Whether the name is told.</param>
    /// <param name="showActivations">Whether the activation is told.</param>
    public static DiagramBox Of(ModelGraph graph, int index, string path, bool showShapes, bool showLayerNames, bool showActivations)
    {
        LayerCall call = graph.Calls[index];
        int calls = graph.Calls.Count(other => other.Layer == call.Layer);
        bool isOutput = call.Outputs.Any(graph.Outputs.Contains), isInput = call.Inputs.Count == 0;
        string type = call.Layer is Input ? "InputLayer" : call.Layer.GetType().Name;
        if (showActivations && Activation(call.Layer) is string activation) type += $" · {activation}";
        var lines = new List<string>();
        if (showLayerNames) lines.Add(path + call.Layer.Name);
        lines.Add(type);
        if (showShapes) lines.Add(isInput ? Shapes(call.Outputs) : $"{Shapes(call.Inputs)} → {Shapes(call.Outputs)}");
        if (calls > 1) lines.Add($"shared, call {graph.Calls.Take(index + 1).Count(other => other.Layer == call.Layer)} of {calls}");
        if (isOutput) lines.Add("output");
        return new DiagramBox(call, lines, $"box{(isInput ? " input" : isOutput ? " output" : "")}{(calls > 1 ? " shared" : "")}");
    }

    private static string Shapes(IReadOnlyList<SymbolicTensor> tensors) => string.Join(", ", tensors.Select(tensor => tensor.Shape.ToString()));

    // A derived layer need not be able to write its configuration.
    private static string? Activation(Layer layer) => layer is not Model && layer.GetConfig()["activation"] is JsonNode node
        ? node is JsonObject described ? (string?)described["class_name"] : node.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string?)node : null
        : null;
}
