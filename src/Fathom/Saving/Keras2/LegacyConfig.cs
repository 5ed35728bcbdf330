using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Turns an architecture in Keras 2's words into Keras 3's: names of options, the layer where data enters, and the calls of a graph.</summary>
internal static class LegacyConfig
{
    /// <summary>Converts a model.</summary>
    /// <exception cref="ModelFormatException">It uses what computes otherwise in Keras 3.</exception>
    public static JsonObject Convert(JsonObject model)
    {
        string kind = model.Need<string>("class_name");
        if (kind == "Sequential") return Sequential(model);
        if (kind is not ("Model" or "Functional")) throw new ModelFormatException($"The file holds a '{kind}', whose code no file can hold. Make it functionally or Sequential in Keras and save it again.");
        JsonObject config = Config(model);
        JsonObject[] layers = [.. Layers(config)];
        var first = new Dictionary<string, int>();
        foreach (JsonObject layer in layers.Where(layer => layer["class_name"]!.GetValue<string>() is "Model" or "Functional" or "Sequential"))
            first[NameOf(layer)] = FirstCall(NameOf(layer), (layer["inbound_nodes"] as JsonArray)?.Count ?? 0, layers, config["output_layers"]);
        var converted = new JsonArray();
        foreach (JsonObject layer in layers)
        {
            JsonObject made = Layer(layer);
            made["name"] = NameOf(layer);
            made["inbound_nodes"] = new JsonArray([.. (layer["inbound_nodes"] as JsonArray ?? []).Select(call => Call(call!.AsArray(), first))]);
            converted.Add(made);
        }
        return new JsonObject
        {
            ["class_name"] = "Functional",
            ["config"] = new JsonObject
            {
                ["name"] = config["name"]?.DeepClone(), ["trainable"] = config["trainable"]?.DeepClone() ?? true, ["layers"] = converted,
                ["input_layers"] = Places(config["input_layers"], first), ["output_layers"] = Places(config["output_layers"], first),
            },
        };
    }

    private static JsonObject Sequential(JsonObject model)
    {
        // Before Keras 2.2.3 the configuration was the list of layers.
        JsonObject config = model["config"] is JsonArray list ? new JsonObject { ["name"] = "sequential", ["layers"] = list.DeepClone() } : Config(model);
        JsonObject[] layers = [.. Layers(config)];
        var converted = new JsonArray();
        if (layers.Length > 0 && layers[0]["class_name"]!.GetValue<string>() != "InputLayer" && Config(layers[0])["batch_input_shape"] is JsonArray shape)
            converted.Add((JsonNode)new JsonObject { ["class_name"] = "InputLayer", ["config"] = new JsonObject { ["name"] = $"{NameOf(layers[0])}_input", ["batch_shape"] = shape.DeepClone() } });
        foreach (JsonObject layer in layers) converted.Add((JsonNode)Layer(layer));
        return new JsonObject { ["class_name"] = "Sequential", ["config"] = new JsonObject { ["name"] = config["name"]?.DeepClone(), ["layers"] = converted } };
    }

    private static JsonObject Layer(JsonObject layer)
    {
        string kind = layer.Need<string>("class_name");
        if (kind is "Model" or "Functional" or "Sequential") return Convert(layer);
        var config = (JsonObject)Config(layer).DeepClone();
        string name = NameOf(layer);
        if (config["batch_input_shape"] is JsonNode shape && kind == "InputLayer") config["batch_shape"] = shape.DeepClone();
        foreach (string key in new[] { "activation", "recurrent_activation" })
            if (config[key] is JsonValue value && value.TryGetValue(out string? function) && function == "hard_sigmoid")
                throw new ModelFormatException($"Layer '{name}' has the activation hard_sigmoid, which is 0.2 x + 0.5 in Keras 2 but x / 6 + 0.5 in Keras 3 and here. Train it with sigmoid instead.");
        if (config.Get("renorm", false)) throw new ModelFormatException($"Layer '{name}' renormalizes batches, which Keras 3 and this library do not. Train it with renorm=False.");
        if (kind == "BatchNormalization" && config["axis"] is JsonArray { Count: 1 } axis) config["axis"] = axis[0]?.DeepClone();
        if (kind == "LeakyReLU" && config["alpha"] is JsonNode alpha) config["negative_slope"] = alpha.DeepClone();
        // Keras before 2.1 had no such choice.
        if (kind == "GRU" && !config.ContainsKey("reset_after")) config["reset_after"] = false;
        foreach (string key in new[] { "layer", "backward_layer", "cell" })
            if (config[key] is JsonObject inner) config[key] = Layer(inner);
        if (config["cells"] is JsonArray cells) config["cells"] = new JsonArray([.. cells.Select(cell => Layer(cell!.AsObject()))]);
        return new JsonObject { ["class_name"] = kind, ["config"] = config };
    }

    // [[layer, call, output, arguments], …], one for each input.
    private static JsonObject Call(JsonArray inputs, Dictionary<string, int> first)
    {
        // One input may stand without a list around it.
        JsonArray[] places = inputs.Count > 0 && inputs[0] is JsonValue ? [inputs] : [.. inputs.Select(input => input!.AsArray())];
        JsonNode[] tensors = [.. places.Select(place => Tensor(place, first))];
        var named = new JsonObject();
        foreach ((string key, JsonNode? value) in places.Length > 0 && places[0].Count > 3 ? places[0][3]!.AsObject() : [])
            named[key] = References(value).FirstOrDefault() is JsonArray place ? Tensor(place, first) : value?.DeepClone();
        return new JsonObject { ["args"] = new JsonArray(tensors.Length == 1 ? tensors[0] : new JsonArray(tensors)), ["kwargs"] = named };
    }

    private static JsonObject Tensor(JsonArray place, Dictionary<string, int> first) =>
        new() { ["class_name"] = "__keras_tensor__", ["config"] = new JsonObject { ["keras_history"] = Place(place, first) } };

    private static JsonArray Place(JsonArray place, Dictionary<string, int> first)
    {
        string layer = place[0]!.GetValue<string>();
        return new JsonArray((JsonNode)layer, (JsonNode)(place[1]!.GetValue<int>() - first.GetValueOrDefault(layer)), (JsonNode)place[2]!.GetValue<int>());
    }

    private static JsonArray Places(JsonNode? places, Dictionary<string, int> first) => new([.. References(places).Select(place => Place(place, first))]);

    // A model within a model has been called once when it was made, which Keras counts where it began with an input; the calls listed then are numbered from 1.
    private static int FirstCall(string name, int calls, JsonObject[] layers, JsonNode? outputs)
    {
        int[] used = [.. layers.SelectMany(layer => References(layer["inbound_nodes"])).Concat(References(outputs)).Where(place => place[0]!.GetValue<string>() == name).Select(place => place[1]!.GetValue<int>())];
        return used.Length > 0 && !used.Contains(0) && used.Max() <= calls ? 1 : 0;
    }

    private static IEnumerable<JsonArray> References(JsonNode? node) => node switch
    {
        JsonArray { Count: >= 3 } place when place[0] is JsonValue name && name.TryGetValue(out string? _) => [place, .. place.Skip(3).SelectMany(References)],
        JsonArray list => list.SelectMany(References),
        JsonObject named => named.Select(pair => pair.Value).SelectMany(References),
        _ => [],
    };

    private static IEnumerable<JsonObject> Layers(JsonObject config) =>
        config["layers"] is JsonArray layers ? layers.Select(layer => layer as JsonObject ?? throw new ModelFormatException("A layer of the saved model is no JSON object.")) : throw new ModelFormatException("The saved model lists no layers.");

    private static JsonObject Config(JsonObject described) => described["config"] as JsonObject ?? throw new ModelFormatException($"The saved model has no config for its {described["class_name"]}.");

    private static string NameOf(JsonObject layer) => (string?)layer["name"] ?? Config(layer).Get("name", "");
}
