using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Models;

/// <summary>A functional model's graph in Keras 3's configuration: layers, and per layer the tensors each of its calls takes.</summary>
internal static class FunctionalConfig
{
    public static void Write(FunctionalGraph graph, JsonObject config)
    {
        var calls = new Dictionary<Layer, List<Node>>();
        foreach (SymbolicTensor input in graph.Inputs) calls[input.Source.Layer] = [input.Source];
        foreach (Node node in graph.Nodes)
        {
            if (!calls.TryGetValue(node.Layer, out List<Node>? nodes)) calls.Add(node.Layer, nodes = []);
            nodes.Add(node);
        }
        var layers = new JsonArray();
        foreach (Layer layer in graph.Layers)
        {
            JsonObject description = KerasRegistry.Serialize(layer, "keras.layers")!;
            description["name"] = layer.Name;
            JsonObject options = TakeCallOptions(layer, description["config"]!.AsObject());
            description["inbound_nodes"] = new JsonArray([.. calls[layer].Where(node => node.Inputs.Count > 0).Select(node => Inbound(node, options))]);
            layers.Add(description);
        }
        config["layers"] = layers;
        config["input_layers"] = new JsonArray([.. graph.Inputs.Select(Place)]);
        config["output_layers"] = new JsonArray([.. graph.Outputs.Select(Place)]);

        JsonNode Inbound(Node node, JsonObject options)
        {
            JsonNode[] arguments = [.. node.Inputs.Select(TensorNode)];
            var named = (JsonObject)options.DeepClone();
            IReadOnlyList<string> names = node.Layer.ArgumentNames;
            for (int i = 2; i < Math.Min(arguments.Length, names.Count); i++) named[names[i]] = arguments[i];
            if (node.Layer.RestArgument is string rest && arguments.Length > 1)
                return new JsonObject { ["args"] = new JsonArray(arguments[0]), ["kwargs"] = new JsonObject { [rest] = new JsonArray(arguments[1..]) } };
            JsonArray placed = names.Count > 0 ? new JsonArray(arguments[..Math.Min(2, arguments.Length)]) : new JsonArray(arguments.Length == 1 && node.Layer is not Merge ? arguments[0] : new JsonArray(arguments));
            return new JsonObject { ["args"] = placed, ["kwargs"] = named };
        }

        JsonNode TensorNode(SymbolicTensor tensor) => new JsonObject
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JsonObject
            {
                ["shape"] = new JsonArray([null, .. tensor.Shape.Select(axis => axis == Shape.Unknown ? null : JsonValue.Create(axis))]),
                ["dtype"] = "float32",
                ["keras_history"] = Place(tensor),
            },
        };

        // As nodes, not values: adding values needs reflection, which programs compiled ahead of time and file-based apps switch off.
        JsonArray Place(SymbolicTensor tensor) => new((JsonNode)tensor.Source.Layer.Name, (JsonNode)calls[tensor.Source.Layer].IndexOf(tensor.Source), (JsonNode)tensor.Index);
    }

    private static JsonObject TakeCallOptions(Layer layer, JsonObject config)
    {
        var options = new JsonObject();
        foreach (string key in layer.CallOptions)
        {
            options[key] = config[key]?.DeepClone();
            config.Remove(key);
        }
        return options;
    }

    private static void PutCallOptions(JsonObject description)
    {
        if (description["config"] is not JsonObject config || description["inbound_nodes"] is not JsonArray { Count: > 0 } calls || calls[0]?["kwargs"] is not JsonObject options) return;
        foreach ((string key, JsonNode? value) in options)
            if (value is JsonValue && !config.ContainsKey(key))
                config[key] = value.DeepClone();
    }

    public static Model Read(JsonObject config)
    {
        if (config["layers"] is not JsonArray descriptions) throw new ModelFormatException("The saved model's configuration lists no layers.");
        var layers = new Dictionary<string, Layer>();
        var pending = new List<(Layer Layer, JsonNode Inbound)>();
        var made = new Dictionary<(string Layer, int Call), IReadOnlyList<SymbolicTensor>>();
        var calls = new Dictionary<Layer, int>();
        foreach (JsonNode? description in FunctionalMasks.LeaveOut(descriptions, config["output_layers"]))
        {
            if (description is JsonObject described) PutCallOptions(described);
            Layer layer = KerasRegistry.Deserialize<Layer>(description)!;
            if (!layers.TryAdd(layer.Name, layer)) throw new ModelFormatException($"The saved model has two layers named '{layer.Name}'.");
            JsonArray inbound = description!["inbound_nodes"] as JsonArray ?? [];
            if (layer is Input input) made[(layer.Name, 0)] = [input.Tensor()];
            pending.AddRange(inbound.Select(node => (layer, node!)));
        }
        // Calls of a shared layer are numbered in the order they are listed; each waits for what it takes.
        while (pending.Count > 0)
        {
            int before = pending.Count;
            for (int i = 0; i < pending.Count; i++)
            {
                (Layer layer, JsonNode inbound) = pending[i];
                if (pending.Take(i).Any(other => other.Layer == layer) || Arguments(layer, inbound) is not { } arguments) continue;
                int call = calls.TryGetValue(layer, out int count) ? count : 0;
                calls[layer] = call + 1;
                made[(layer.Name, call)] = layer.ApplyAll(arguments);
                pending.RemoveAt(i--);
            }
            if (pending.Count == before)
                throw new ModelFormatException($"The saved model's graph is broken: layer '{pending[0].Layer.Name}' waits for a tensor that nothing makes.");
        }
        return new Model(Places("input_layers"), Places("output_layers"), config.Get<string?>("name", null));

        SymbolicTensor? Find(JsonNode? place)
        {
            if (place is not JsonArray { Count: 3 } parts) throw new ModelFormatException($"The saved model's graph names a tensor as {place?.ToJsonString() ?? "null"}.");
            return made.TryGetValue((parts[0]!.GetValue<string>(), parts[1]!.GetValue<int>()), out IReadOnlyList<SymbolicTensor>? outputs) ? outputs[parts[2]!.GetValue<int>()] : null;
        }

        List<SymbolicTensor>? Arguments(Layer layer, JsonNode inbound)
        {
            var found = new List<SymbolicTensor>();
            List<JsonNode?> arguments = [.. Flatten(inbound["args"])];
            if (inbound["kwargs"] is JsonObject named)
            {
                int last = Enumerable.Range(0, layer.ArgumentNames.Count).LastOrDefault(i => named[layer.ArgumentNames[i]] is JsonObject);
                // An argument left out between others is the one before: a key that is not given is the value.
                for (int i = arguments.Count; i <= last; i++) arguments.Add(named[layer.ArgumentNames[i]] ?? arguments[^1]);
            }
            if (layer.RestArgument is string rest && inbound["kwargs"]?[rest] is JsonNode more) arguments.AddRange(Flatten(more));
            foreach (JsonNode? argument in arguments)
            {
                if (Find(argument?["config"]?["keras_history"]) is not SymbolicTensor tensor) return null;
                found.Add(tensor);
            }
            return found;
        }

        SymbolicTensor[] Places(string key)
        {
            JsonArray places = config[key] as JsonArray ?? throw new ModelFormatException($"The saved model's configuration has no {key}.");
            return [.. Leaves(places).Select(place => Find(place) ?? throw new ModelFormatException($"The saved model's {key} name a tensor that nothing makes."))];
        }

        // Keras writes a single place without a list around it, and the states of a layer as a list of their own.
        static IEnumerable<JsonNode?> Leaves(JsonArray places) => places.Count == 3 && places[0] is JsonValue ? [places] : places.SelectMany(place => Leaves(place!.AsArray()));

        static IEnumerable<JsonNode?> Flatten(JsonNode? arguments) => arguments is JsonArray list ? list.SelectMany(Flatten) : [arguments];
    }
}
