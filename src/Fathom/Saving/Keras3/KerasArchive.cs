using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// The Keras 3 model file: a zip of <c>metadata.json</c>, <c>config.json</c> and <c>model.weights.h5</c>
/// (keras/src/saving/saving_lib.py describes the layout).
/// </summary>
internal static class KerasArchive
{
    private const string ConfigName = "config.json", MetadataName = "metadata.json", WeightsName = "model.weights.h5";
    private static readonly JsonSerializerOptions Compact = new() { WriteIndented = false };

    /// <summary>Writes a file.</summary>
    /// <param name="file">Where to; it must let itself be moved about in.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="groups">The groups of the weights.</param>
    /// <param name="weights">The weights.</param>
    public static void Write(Stream file, JsonObject config, IReadOnlyList<StoredGroup> groups, IReadOnlyList<NamedTensor> weights)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        WriteText(zip, MetadataName, new JsonObject
        {
            ["keras_version"] = "3.5.0",
            ["date_saved"] = DateTime.UtcNow.ToString("yyyy-MM-dd'@'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        });
        WriteText(zip, ConfigName, config);
        // Trained weights do not compress; stored, they can be read at disk speed.
        using Stream entry = zip.CreateEntry(WeightsName, CompressionLevel.NoCompression).Open();
        WeightsFile.Write(entry, groups, weights);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="ModelFormatException">It is not a Keras 3 model file.</exception>
    public static (JsonObject Config, IReadOnlyDictionary<string, StoredWeight> Weights) Read(Stream file, string path)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var config = JsonNode.Parse(ZipEntries.ReadAll(Entry(zip, ConfigName, path), path)) as JsonObject ?? throw new ModelFormatException($"'{path}' is no model file: its {ConfigName} is not a JSON object.");
            using Stream weights = ZipEntries.Open(file, Entry(zip, WeightsName, path), path);
            return (config, WeightsFile.Read(weights, path));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelFormatException($"'{path}' is damaged or no Keras 3 model file ({e.Message}). Save the model again, or download it again.", e);
        }
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, string path) =>
        zip.GetEntry(name) ?? throw new ModelFormatException($"'{path}' is no Keras 3 model file: it has no {name}. A .keras file is a zip that holds config.json and model.weights.h5.");

    private static void WriteText(ZipArchive zip, string name, JsonObject content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content.ToJsonString(Compact));
    }
}
