using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// Turns what a model was compiled with, in the words of Keras 2 (<c>training_config</c>) or TensorFlow.js (<c>trainingConfig</c>), into Keras 3's: names of options, and
/// the decay that optimizers had as an option of their own (tf.keras 2, saving/saving_utils.py and optimizers/legacy; tfjs-layers/src/engine/training.ts).
/// </summary>
internal static class LegacyTrainingConfig
{
    /// <summary>Converts the description.</summary>
    /// <exception cref="ModelFormatException">It names no optimizer.</exception>
    public static JsonObject Convert(JsonObject training) => new()
    {
        ["optimizer"] = Optimizer(training["optimizer_config"] as JsonObject ?? throw new ModelFormatException("What the model was compiled with names no optimizer. Load it with compile: false.")),
        ["loss"] = Plain(training["loss"]),
        ["loss_weights"] = training["loss_weights"]?.DeepClone(),
        ["metrics"] = Plain(training["metrics"]),
        ["weighted_metrics"] = Plain(training["weighted_metrics"]),
    };

    private static JsonObject Optimizer(JsonObject described)
    {
        // Registered classes stand as "Custom>Adam".
        string kind = described.Need<string>("class_name").Split('>')[^1];
        var config = new JsonObject();
        foreach ((string key, JsonNode? value) in described["config"]?.AsObject() ?? [])
            config[key switch { "lr" => "learning_rate", "beta1" => "beta_1", "beta2" => "beta_2", "use_nesterov" => "nesterov", _ => key }] = value?.DeepClone();
        // TensorFlow.js calls rho decay, and SGD with a memory a class of its own.
        if (kind == "RMSProp") Rename("decay", "rho");
        kind = kind switch { "RMSProp" => "RMSprop", "Momentum" => "SGD", _ => kind };
        if (config["epsilon"] is null) config.Remove("epsilon");
        if (config["decay"] is JsonValue decay && decay.GetValue<double>() > 0)
            config["learning_rate"] = new JsonObject
            {
                ["class_name"] = "InverseTimeDecay",
                ["config"] = new JsonObject { ["initial_learning_rate"] = config["learning_rate"]?.DeepClone(), ["decay_steps"] = 1, ["decay_rate"] = decay.DeepClone(), ["staircase"] = false },
            };
        config.Remove("decay");
        return new JsonObject { ["class_name"] = kind, ["config"] = config };

        void Rename(string from, string to)
        {
            if (config[from] is not JsonNode value) return;
            config.Remove(from);
            config[to] = value;
        }
    }

    // A reduction of its own choice was the mean over the batch.
    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list: return new JsonArray([.. list.Select(Plain)]);
            case JsonObject named:
                var result = new JsonObject();
                foreach ((string key, JsonNode? value) in named)
                    result[key] = key == "reduction" && value is JsonValue text && text.TryGetValue(out string? reduction) && reduction == "auto" ? "sum_over_batch_size" : Plain(value);
                return result;
            default: return node?.DeepClone();
        }
    }
}
