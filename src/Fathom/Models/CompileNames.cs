using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Models;

/// <summary>Losses and metrics as Keras writes them in what a model was compiled with: a text such as <c>"mse"</c>, or a class with options; for one output or for several.</summary>
internal static class CompileNames
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mse"] = "MeanSquaredError",
        ["mae"] = "MeanAbsoluteError",
        ["mape"] = "MeanAbsolutePercentageError",
        ["msle"] = "MeanSquaredLogarithmicError",
        ["bce"] = "BinaryCrossentropy",
        ["kld"] = "KLDivergence",
        // Names of functions, where the class is called otherwise.
        ["logcosh"] = "LogCosh",
        ["fbeta_score"] = "FBetaScore",
    };

    /// <summary>A metric as text or description.</summary>
    public static JsonNode? Write(Metric metric) => metric.KerasText is string text ? JsonValue.Create(text) : KerasRegistry.Serialize(metric, "keras.metrics");

    /// <summary>A loss from text or description.</summary>
    /// <exception cref="ModelFormatException">It is not known.</exception>
    public static Loss ReadLoss(JsonNode? node) => Text(node) is not string text
        ? KerasRegistry.Deserialize<Loss>(node) ?? throw new ModelFormatException("The model was compiled without a loss for one of its outputs. Load it uncompiled in Keras, compile it with one loss per output and save it again.")
        : Make<Loss>(text, "loss");

    /// <summary>A metric from text or description; one that was given as text is called by that text.</summary>
    /// <exception cref="ModelFormatException">It is not known.</exception>
    public static Metric ReadMetric(JsonNode? node) => node is JsonObject wrapper && (string?)wrapper["class_name"] == "MeanMetricWrapper"
        ? ReadWrapped(wrapper["config"] as JsonObject ?? throw new ModelFormatException("The saved model was compiled with a metric without a config."))
        : Text(node) is not string text
        ? KerasRegistry.Deserialize<Metric>(node) ?? throw new ModelFormatException("The saved model was compiled with a metric that is null.")
        : text.Equals("accuracy", StringComparison.OrdinalIgnoreCase) || text.Equals("acc", StringComparison.OrdinalIgnoreCase)
            ? Metric.AccuracyNamed(text)
            : Make<Metric>(text, "metric");

    /// <summary>One value per output, from a single value, a list, or values by output's name.</summary>
    public static IReadOnlyList<JsonNode?> PerOutput(JsonNode? node, IReadOnlyList<string> outputs) => node switch
    {
        JsonArray list => [.. list],
        JsonObject byName when !byName.ContainsKey("class_name") => [.. outputs.Select(output => byName[output])],
        _ => [node],
    };

    /// <summary>A list of values per output, from a list, a list of lists, or either by output's name.</summary>
    public static IEnumerable<IReadOnlyList<JsonNode?>> ListsPerOutput(JsonNode? node, IReadOnlyList<string> outputs) =>
        outputs.Count == 1 && node is JsonArray flat && !flat.Any(item => item is JsonArray)
            ? [[.. flat]]
            : node is null ? [] : PerOutput(node, outputs).Select(ofOutput => ofOutput switch { null => (IReadOnlyList<JsonNode?>)[], JsonArray list => [.. list], _ => [ofOutput] });

    // A function is written with its name where a class has options.
    private static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonObject function when (string?)function["class_name"] == "function" => function.Need<string>("config"),
        _ => null,
    };

    // A function with a name of its own; the accuracy that fits the loss is called so whichever function that is.
    private static Metric ReadWrapped(JsonObject config)
    {
        string function = Text(config["fn"]) ?? throw new ModelFormatException("The saved model was compiled with a metric that names no function."), name = config.Get("name", function);
        return name is "accuracy" or "acc" && function.EndsWith("accuracy", StringComparison.Ordinal) ? Metric.AccuracyNamed(name) : Make<Metric>(function, "metric", name);
    }

    private static T Make<T>(string text, string what, string? called = null) where T : class
    {
        string name = KerasRegistry.ClassNamed<T>(text) ?? (Short.TryGetValue(text, out string? full) ? full : text);
        return KerasRegistry.ClassNamed<T>(name) is string known
            ? KerasRegistry.Deserialize<T>(new JsonObject { ["class_name"] = known, ["config"] = new JsonObject { ["name"] = called ?? text } })!
            : throw new ModelFormatException($"The saved model was compiled with the {what} '{text}', which is not known here. Compile it with another in Keras and save it again.");
    }
}
