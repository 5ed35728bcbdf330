using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// A layers model of TensorFlow.js: <c>model.json</c> with the architecture in Keras 2's words and a manifest of the weights, whose bytes are in files beside it, one
/// after another across the files of a group (tfjs-core/src/io/types.ts). Weights may be quantized: value = quantum · scale + min.
/// </summary>
internal static class LayersModelFolder
{
    public const string FileName = "model.json";

    public static LegacyModel Read(string path)
    {
        try
        {
            JsonObject model = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            if ((string?)model["format"] is "graph-model")
                throw new ModelFormatException($"'{path}' is a graph model of TensorFlow.js, which has operations but no layers. Convert the original with tensorflowjs_converter to tfjs_layers_model.");
            JsonObject topology = model["modelTopology"]!.AsObject();
            // A model converted from Python has its configuration one level deeper.
            JsonObject config = (topology["model_config"] ?? topology).AsObject();
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var groups = new Dictionary<string, List<StoredWeight>>();
            var state = new List<StoredWeight>();
            foreach (JsonNode? part in model["weightsManifest"]!.AsArray())
                foreach ((StoredWeight weight, bool isOptimizers) in Weights(part!.AsObject(), folder, path))
                {
                    if (isOptimizers)
                    {
                        state.Add(weight);
                        continue;
                    }
                    string layer = weight.Path.Split('/')[0];
                    if (!groups.TryGetValue(layer, out List<StoredWeight>? list)) groups.Add(layer, list = []);
                    list.Add(weight);
                }
            return new LegacyModel(LegacyConfig.Convert(config.DeepClone().AsObject()), [.. groups.Select(pair => new LegacyGroup(pair.Key, pair.Value))],
                (model["trainingConfig"] ?? topology["training_config"]) is JsonObject training ? new LegacyTraining(LegacyTrainingConfig.Convert(training), state, IsOrdered: false) : null);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException or ArgumentException or OverflowException or FileNotFoundException)
        {
            throw new ModelFormatException($"'{path}' is damaged, not complete or no layers model of TensorFlow.js ({e.Message.TrimEnd('.')}). Save the model again, or download it again.", e);
        }
    }

    private static IEnumerable<(StoredWeight Weight, bool IsOptimizers)> Weights(JsonObject part, string folder, string path)
    {
        string[] files = [.. part["paths"]!.AsArray().Select(file => file!.GetValue<string>())];
        if (files.FirstOrDefault(file => file != Path.GetFileName(file)) is string outside) throw new ModelFormatException($"'{path}' leads out of its folder, to '{outside}'. Do not use this model.");
        using var together = new MemoryStream();
        foreach (string file in files)
        {
            using FileStream shard = File.OpenRead(Path.Combine(folder, file));
            shard.CopyTo(together);
        }
        byte[] bytes = together.ToArray();
        int at = 0;
        foreach (JsonNode? node in part["weights"]!.AsArray())
        {
            string name = node!["name"]!.GetValue<string>(), type = node["dtype"]!.GetValue<string>();
            int[] shape = [.. node["shape"]!.AsArray().Select(axis => axis!.GetValue<int>())];
            if (Array.Exists(shape, axis => axis < 0)) throw new FormatException($"weight '{name}' has shape ({string.Join(", ", shape)})");
            JsonObject? quantization = node["quantization"]?.AsObject();
            int count = NamedTensor.Count(shape), length = checked(count * SizeOf(quantization?["dtype"]?.GetValue<string>() ?? type));
            if (length > bytes.Length - at) throw new FormatException($"weight '{name}' of shape ({string.Join(", ", shape)}) reaches beyond the end of its files");
            float[] values = Values(quantization, type, bytes.AsSpan(at, length));
            long? counted = type == "int32" && shape.Length == 0 && quantization is null ? MemoryMarshal.Read<int>(bytes.AsSpan(at)) : null;
            yield return (new StoredWeight(name, shape, values) { Count = counted }, (string?)node["group"] == "optimizer");
            at += length;
        }
        if (at != bytes.Length) throw new FormatException($"{bytes.Length - at} bytes belong to no weight");
    }

    private static float[] Values(JsonObject? quantization, string type, ReadOnlySpan<byte> bytes)
    {
        if (quantization is null) return type == "int32" ? [.. MemoryMarshal.Cast<byte, int>(bytes)] : MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        switch (quantization["dtype"]!.GetValue<string>())
        {
            case "float16":
                float[] values = new float[bytes.Length / 2];
                ElementConversion.Read(ElementType.Float16, bytes, values.AsSpan());
                return values;
            case "uint8": return Scaled(MemoryMarshal.Cast<byte, byte>(bytes), quantization);
            default: return Scaled(MemoryMarshal.Cast<byte, ushort>(bytes), quantization);
        }
    }

    private static float[] Scaled<T>(ReadOnlySpan<T> quanta, JsonObject quantization) where T : unmanaged, System.Numerics.INumber<T>
    {
        double scale = quantization["scale"]!.GetValue<double>(), least = quantization["min"]!.GetValue<double>();
        float[] values = new float[quanta.Length];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(double.CreateTruncating(quanta[i]) * scale + least);
        return values;
    }

    private static int SizeOf(string type) => type switch
    {
        "float32" or "int32" => 4,
        "float16" or "uint16" => 2,
        "uint8" => 1,
        _ => throw new FormatException($"its weights are of the type {type}"),
    };
}
