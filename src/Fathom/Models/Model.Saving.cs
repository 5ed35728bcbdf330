using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Models;

// The model as a .keras file.
public partial class Model : IFromConfig<Model>
{
    /// <summary>
    /// Saves architecture, weights and what the model was compiled with as a Keras 3 file. The file appears under its name only when it is complete.
    /// </summary>
    /// <param name="path">Where to; by custom it ends in <c>.keras</c>.</param>
    /// <exception cref="InvalidOperationException">The weights do not exist yet, or the model is a derived class, whose code no file can hold.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes the model as a Keras 3 file into a stream that lets itself be moved about in.</summary>
    internal void Save(Stream file)
    {
        NeedWeights("save it");
        JsonObject description = WriteArchitecture();
        if (_compilation is not null)
            description["compile_config"] = new JsonObject
            {
                ["optimizer"] = KerasRegistry.Serialize(_compilation.Optimizer, "keras.optimizers"),
                ["loss"] = new JsonArray([.. _compilation.Losses.Select(loss => KerasRegistry.Serialize(loss, "keras.losses"))]),
                ["loss_weights"] = new JsonArray([.. _compilation.LossWeights.Select(weight => JsonValue.Create(weight))]),
                ["metrics"] = WriteMetrics(_compilation.Metrics),
                ["weighted_metrics"] = WriteMetrics(_compilation.WeightedMetrics),
            };
        KerasArchive.Write(file, description, StoredGroups(), [.. StoredWeights()]);
    }

    /// <summary>
    /// Loads a model from a Keras 3 file, a whole-model file of Keras 2 (<c>.h5</c>) or a layers model of TensorFlow.js, compiled as it was saved: training goes on where
    /// it stopped if the file holds the optimizer's variables.
    /// </summary>
    /// <param name="path">The file; for TensorFlow.js <c>model.json</c> or the folder that holds it.</param>
    /// <param name="device">Where a compiled model runs; see <see cref="Devices"/>. One that was saved uncompiled stays on the CPU.</param>
    /// <param name="compile">Whether to compile it; without, losses and metrics that are not known here do no harm.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or holds layers that are not known here.</exception>
    public static Model Load(string path, string device = "auto", bool compile = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _ = Devices.Find(device);
        if (LegacyModel.Read(path) is LegacyModel legacy) return FromLegacy(legacy, path, device, compile);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{Path.GetFullPath(path)}'. Check the path, or save a model there first.", path);
        using FileStream file = File.OpenRead(path);
        return Load(file, path, device, compile);
    }

    /// <summary>Loads a model from a Keras 3 file.</summary>
    /// <param name="file">The file; it must let itself be moved about in.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="device">Where a compiled model runs.</param>
    /// <param name="compile">Whether to compile it.</param>
    internal static Model Load(Stream file, string path, string device, bool compile = true)
    {
        (JsonObject description, IReadOnlyDictionary<string, StoredWeight> weights) = KerasArchive.Read(file, path);
        try
        {
            return Make(description, weights, path, device, compile);
        }
        // Whatever a damaged or malicious file makes of the parts it names.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or ShapeException or NullReferenceException)
        {
            throw new ModelFormatException($"'{path}' describes a model that cannot be made: {e.Message}", e);
        }
    }

    private static Model Make(JsonObject description, IReadOnlyDictionary<string, StoredWeight> weights, string path, string device, bool isCompiled)
    {
        using WeightBudget.Scope budget = WeightBudget.Limit(weights.Values.Sum(weight => (long)weight.Values.Length));
        Model model = KerasRegistry.Deserialize<Model>(description)!;
        if (!model.IsBuilt && description["build_config"]?["input_shapes"] is JsonArray shapes) model.Build([.. shapes.Select(ReadShape)]);
        model.AssignWeights(weights, path);
        // Keras writes an empty one for a model that is not compiled.
        if (isCompiled && description["compile_config"] is JsonObject { Count: > 0 } compile)
        {
            model.Recompile(compile, device);
            model.AssignOptimizer(weights, path);
        }
        return model;
    }

    /// <inheritdoc/>
    static Model IFromConfig<Model>.FromConfig(JsonObject config) => FromConfig(config);

    /// <summary>Makes a functional model from its configuration, with new weights.</summary>
    /// <param name="config">As <see cref="Layer.GetConfig"/> gives it.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The configuration is incomplete.</exception>
    public static Model FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return FunctionalConfig.Read(config);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        if (_graph is null)
            throw new InvalidOperationException(
                $"Model '{Name}' is a {GetType().Name}, whose code no file can hold. Keep its weights with SaveWeights, or make the model functionally to save it.");
        FunctionalConfig.Write(_graph, config);
    }

    private static JsonNode ShapeNode(Shape shape) =>
        new JsonArray([null, .. shape.Select(axis => axis == Shape.Unknown ? null : JsonValue.Create(axis))]);

    private static Shape ReadShape(JsonNode? node) => new([.. node!.AsArray().Skip(1).Select(axis => axis?.GetValue<int>() ?? Shape.Unknown)]);

    private static JsonArray WriteMetrics(IReadOnlyList<IReadOnlyList<Metric>> metrics) =>
        new([.. metrics.Select(ofOutput => new JsonArray([.. ofOutput.Select(CompileNames.Write)]))]);

    private void Recompile(JsonObject compile, string device)
    {
        string[] outputs = _graph is null ? ["output"] : OutputNames(_graph.Outputs.Count);
        Compile(
            KerasRegistry.Deserialize<Optimizer>(compile["optimizer"])!,
            [.. CompileNames.PerOutput(compile["loss"], outputs).Select(CompileNames.ReadLoss)],
            compile["loss_weights"] is null ? null : [.. CompileNames.PerOutput(compile["loss_weights"], outputs).Select(weight => weight?.GetValue<float>() ?? 1)],
            [.. CompileNames.ListsPerOutput(compile["metrics"], outputs).Select(ofOutput => ofOutput.Select(CompileNames.ReadMetric).ToArray())],
            [.. CompileNames.ListsPerOutput(compile["weighted_metrics"], outputs).Select(ofOutput => ofOutput.Select(CompileNames.ReadMetric).ToArray())],
            device);
    }
}
