using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Models;

/// <summary>
/// Masks in Keras's configuration of a graph. Keras writes the operations that compute them, and who takes them; here masks go along with the tensors, so
/// that both are left out.
/// </summary>
internal static class FunctionalMasks
{
    private static readonly HashSet<string> Operations = ["NotEqual", "Any", "LogicalOr", "LogicalAnd", "Squeeze"];

    /// <summary>The layers of a graph, without the operations of its masks.</summary>
    /// <exception cref="ModelFormatException">A layer is given a mask that is not the one its input carries.</exception>
    public static IEnumerable<JsonNode?> LeaveOut(JsonArray layers, JsonNode? outputs)
    {
        var named = new Dictionary<string, JsonObject>();
        foreach (JsonObject layer in layers.OfType<JsonObject>()) named.TryAdd(NameOf(layer), layer);
        var used = new HashSet<string>();
        var waiting = new Stack<string>(Flatten(outputs).OfType<JsonValue>().Where(value => value.TryGetValue(out string? _)).Select(value => (string)value!));
        while (waiting.TryPop(out string? name))
        {
            if (!named.TryGetValue(name, out JsonObject? layer) || !used.Add(name)) continue;
            foreach (string source in Arguments(layer, masks: false).Select(Source)) waiting.Push(source);
        }
        string[] masked = [.. named.Values.Where(layer => (string?)layer["class_name"] is "Embedding" or "Masking").SelectMany(layer => Arguments(layer, masks: false)).Select(Place)];
        foreach (JsonObject layer in named.Values.Where(layer => used.Contains(NameOf(layer))))
            foreach (JsonNode mask in Arguments(layer, masks: true))
                if (!Follows(Source(mask)))
                    throw new ModelFormatException(
                        $"The saved model gives the layer '{NameOf(layer)}' a mask of its own ('{Source(mask)}'), which is not known here. Let an Embedding or a Masking layer make it.");
        return layers.Where(layer => layer is not JsonObject described || used.Contains(NameOf(described)) || !Operations.Contains((string?)described["class_name"] ?? ""));

        // Whether a mask comes from nothing but those of Embedding and Masking layers.
        bool Follows(string source) =>
            !used.Contains(source) && named.TryGetValue(source, out JsonObject? operation) && Operations.Contains((string?)operation["class_name"] ?? "")
            && Arguments(operation, masks: false).All(tensor => (string?)operation["class_name"] == "NotEqual" ? masked.Contains(Place(tensor)) : Follows(Source(tensor)));
    }

    private static string NameOf(JsonObject layer) => (string?)layer["name"] ?? (string?)layer["config"]?["name"] ?? "";

    private static bool IsMask(string argument) => argument == "mask" || (argument.EndsWith("_mask", StringComparison.Ordinal) && argument != "attention_mask");

    // The tensors a layer is called on, or its masks.
    private static IEnumerable<JsonNode> Arguments(JsonObject layer, bool masks)
    {
        foreach (JsonNode? call in layer["inbound_nodes"] as JsonArray ?? [])
        {
            IEnumerable<JsonNode?> given = (call?["kwargs"] as JsonObject ?? []).Where(argument => IsMask(argument.Key) == masks).Select(argument => argument.Value);
            foreach (JsonNode? argument in masks ? given : given.Prepend(call?["args"]))
                foreach (JsonNode? tensor in Flatten(argument))
                    if (tensor is JsonObject && tensor["config"]?["keras_history"] is JsonArray)
                        yield return tensor;
        }
    }

    private static string Source(JsonNode tensor) => (string?)tensor["config"]!["keras_history"]![0] ?? "";

    private static string Place(JsonNode tensor) => tensor["config"]!["keras_history"]!.ToJsonString();

    private static IEnumerable<JsonNode?> Flatten(JsonNode? node) => node is JsonArray list ? list.SelectMany(Flatten) : [node];
}
