using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.House.Tests;

/// <summary>docs/keras.md: every public name of Keras 3 (Fixtures/keras_api.json, made by tools/oracles/keras_api.py) beside its counterpart here.</summary>
internal static class KerasTable
{
    private static readonly Assembly Core = typeof(Layers.Layer).Assembly;

    private static readonly Dictionary<string, string> Namespaces = new()
    {
        ["layers"] = "Fathom.Layers",
        ["losses"] = "Fathom.Losses",
        ["metrics"] = "Fathom.Metrics",
        ["optimizers"] = "Fathom.Optimizers",
        ["optimizers.schedules"] = "Fathom.Schedules",
        ["callbacks"] = "Fathom.Callbacks",
        ["initializers"] = "Fathom.Initializers",
        ["regularizers"] = "Fathom.Regularizers",
        ["constraints"] = "Fathom.Constraints",
        ["dtype_policies"] = "Fathom",
        ["models"] = "Fathom.Models",
        ["activations"] = "Fathom",
        ["utils"] = "Fathom",
    };

    // Counterparts that go by another name, or are no class of their own.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["losses.Loss"] = "`Fathom.Loss`",
        ["metrics.Metric"] = "`Fathom.Metric`",
        ["metrics.MeanMetricWrapper"] = "`Fathom.Metric`: derive from it",
        ["metrics.Mean"] = "`Fathom.MetricState`: what a metric of one's own keeps",
        ["metrics.Sum"] = "`Fathom.MetricState`: what a metric of one's own keeps",
        ["layers.InputSpec"] = "`Layer.ComputeOutputShapes` refuses what does not fit",
        ["layers.Wrapper"] = "`Layer.Sublayers`: a layer may hold others",
        ["optimizers.schedules.LearningRateSchedule"] = "`Fathom.Schedules.Schedule`",
        ["callbacks.CallbackList"] = "a list: `callbacks: [a, b]`",
        ["callbacks.History"] = "`Fathom.History`: what `Fit` returns",
        ["callbacks.ProgbarLogger"] = "`Verbosity.Bar`",
        ["dtype_policies.FloatDTypePolicy"] = "`Fathom.DTypePolicy`",
        ["dtype_policies.DTypePolicyMap"] = "`Layer.DTypePolicy`, layer by layer",
        ["activations.threshold"] = "`Activation.Threshold(threshold, value)`",
        ["utils.set_random_seed"] = "`Seeds.Set`",
        ["utils.plot_model"] = "`Fathom.Plots.ModelDiagram`",
        ["utils.model_to_dot"] = "`Fathom.Plots.ModelDiagram`",
        ["utils.timeseries_dataset_from_array"] = "`Dataset.Windows`",
        ["utils.split_dataset"] = "`Dataset.Slice`, `Dataset.Select`",
        ["utils.PyDataset"] = "`Dataset`",
        ["utils.to_categorical"] = "`CategoryEncoding`, or `SparseCategoricalCrossentropy` without encoding",
        ["utils.normalize"] = "`UnitNormalization`",
        ["utils.Progbar"] = "`Verbosity.Bar`",
        ["utils.get_file"] = "`Fathom.Tables.Datasets`: downloads once, checks, keeps",
        ["utils.register_keras_serializable"] = "`KerasRegistry.Register`",
        ["utils.get_registered_name"] = "`KerasClassAttribute`",
        ["utils.get_registered_object"] = "`KerasRegistry.Deserialize`",
        ["utils.get_custom_objects"] = "`KerasRegistry.Register`",
        ["utils.CustomObjectScope"] = "`KerasRegistry.Register`",
        ["utils.serialize_keras_object"] = "`KerasRegistry.Serialize`",
        ["utils.deserialize_keras_object"] = "`KerasRegistry.Deserialize`",
        ["utils.get_source_inputs"] = "`Model.GetGraph`",
        ["utils.enable_interactive_logging"] = "`Verbosity`",
        ["utils.disable_interactive_logging"] = "`Verbosity`",
        ["utils.is_interactive_logging_enabled"] = "`Verbosity`",
        ["utils.pack_x_y_sample_weight"] = "`Dataset.From`",
        ["utils.unpack_x_y_sample_weight"] = "`Batch`",
        ["utils.clear_session"] = "nothing to clear: there is no session",
        ["utils.is_keras_tensor"] = "the type `SymbolicTensor`",
        ["utils.standardize_dtype"] = "the type `ScalarType`",
        ["utils.Config"] = "the options of a layer are its properties",
    };

    private static readonly (string Reason, string[] Names)[] Missing =
    [
        ("work on pictures before or beside a net: for a room of its own", [
            "layers.AugMix", "layers.AutoContrast", "layers.CenterCrop", "layers.CutMix", "layers.Equalization", "layers.MaxNumBoundingBoxes", "layers.MixUp", "layers.RandAugment",
            "layers.RandomBrightness", "layers.RandomColorDegeneration", "layers.RandomColorJitter", "layers.RandomContrast", "layers.RandomCrop", "layers.RandomElasticTransform",
            "layers.RandomErasing", "layers.RandomFlip", "layers.RandomGaussianBlur", "layers.RandomGrayscale", "layers.RandomHue", "layers.RandomInvert", "layers.RandomPerspective",
            "layers.RandomPosterization", "layers.RandomRotation", "layers.RandomSaturation", "layers.RandomSharpness", "layers.RandomShear", "layers.RandomTranslation",
            "layers.RandomZoom", "layers.Resizing", "layers.Solarization", "utils.array_to_img", "utils.img_to_array", "utils.load_img", "utils.save_img",
            "utils.image_dataset_from_directory"]),
        ("text into tokens: for a room of its own", ["layers.TextVectorization", "utils.text_dataset_from_directory", "utils.pad_sequences"]),
        ("sound", ["layers.MelSpectrogram", "layers.STFTSpectrogram", "initializers.STFT", "utils.audio_dataset_from_directory"]),
        ("bridges to other Python libraries", ["layers.FlaxLayer", "layers.JaxLayer", "layers.TFSMLayer", "layers.TorchModuleWrapper"]),
        ("weights of 4 and 8 bits", ["dtype_policies.GPTQDTypePolicy", "dtype_policies.QuantizedDTypePolicy", "dtype_policies.QuantizedFloat8DTypePolicy"]),
        ("not built", ["layers.HashedCrossing", "layers.Pipeline", "layers.ReversibleEmbedding", "callbacks.RemoteMonitor", "utils.FeatureSpace"]),
    ];

    /// <summary>The page, from the assemblies as they are.</summary>
    public static string Generate()
    {
        JsonNode fixture = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "keras_api.json")))!;
        var page = new StringBuilder();
        var reasons = Missing.SelectMany(group => group.Names.Select(name => (name, group.Reason))).ToDictionary(pair => pair.name, pair => pair.Reason);
        var counterparts = new HashSet<Type>();
        int all = 0, here = 0;
        var tables = new StringBuilder();
        foreach ((string module, JsonNode? names) in fixture["modules"]!.AsObject())
        {
            tables.Append(CultureInfo.InvariantCulture, $"\n## keras.{module}\n\n| Keras | Fathom |\n|---|---|\n");
            foreach (string name in names!.AsArray().Select(node => (string)node!))
            {
                all++;
                string key = $"{module}.{name}";
                string? counterpart = Counterpart(module, name, counterparts) ?? Elsewhere.GetValueOrDefault(key);
                if (counterpart is not null && reasons.ContainsKey(key)) throw new InvalidOperationException($"{key} is here now: take its reason out of KerasTable.");
                if (counterpart is not null) here++;
                else if (!reasons.ContainsKey(key)) throw new InvalidOperationException($"{key} has no counterpart and no reason: build it, or say in KerasTable why not.");
                tables.Append(CultureInfo.InvariantCulture, $"| `{name}` | {counterpart ?? "— (" + reasons[key] + ")"} |\n");
            }
        }
        page.Append(CultureInfo.InvariantCulture, $"""
            # Keras 3 and Fathom

            Every public name of Keras {(string)fixture["keras"]!} in the modules below, and what it is called here: {here} of {all}. Names, defaults and file formats are Keras's; what
            is missing says why. This page is generated and checked by the tests (`KerasTable`).

            """);
        page.Append(tables);
        page.Append("\n## Only here\n\nWhat Keras has no class for:\n\n");
        foreach (string space in Namespaces.Values.Distinct())
        {
            string[] own = [.. Core.GetExportedTypes().Where(type => type.Namespace == space && IsPart(type) && !counterparts.Contains(type)).Select(type => $"`{Plain(type)}`").Order(StringComparer.Ordinal)];
            if (own.Length > 0) page.Append(CultureInfo.InvariantCulture, $"- {space}: {string.Join(", ", own)}\n");
        }
        return page.ToString();
    }

    private static string? Counterpart(string module, string name, HashSet<Type> counterparts)
    {
        if (module == "activations")
            try
            {
                return $"`Activation.FromName(\"{Activation.FromName(name).Name}\")`";
            }
            catch (ArgumentException)
            {
                return null;
            }
        Type? type = Core.GetExportedTypes().FirstOrDefault(type => type.Namespace == Namespaces[module] && type.GetCustomAttribute<KerasClassAttribute>()?.Name == name)
            ?? Core.GetExportedTypes().FirstOrDefault(type => type.Namespace == Namespaces[module] && type.Name == name);
        if (type is null) return null;
        counterparts.Add(type);
        return $"`{type.FullName}`";
    }

    private static bool IsPart(Type type) => !type.IsAbstract && typeof(IKerasSerializable).IsAssignableFrom(type) || type is { IsAbstract: false, Namespace: "Fathom.Callbacks" } && type.IsSubclassOf(typeof(Callbacks.Callback));

    private static string Plain(Type type) => type.Name.Split('`')[0];
}
