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
    /// <param name="weights">The weights.</param>
    public static void Write(Stream file, JsonObject config, IReadOnlyList<StoredWeight> weights)
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
        entry.Write(WeightsFile.Write(weights));
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
            using var text = new MemoryStream(Read(zip, ConfigName, path));
            var config = JsonNode.Parse(text) as JsonObject ?? throw new ModelFormatException($"'{path}' is no model file: its {ConfigName} is not a JSON object.");
            using var weights = new MemoryStream(Read(zip, WeightsName, path));
            return (config, WeightsFile.Read(weights, path));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelFormatException($"'{path}' is damaged or no Keras 3 model file ({e.Message}). Save the model again, or download it again.", e);
        }
    }

    // Deflate makes at most 1,032 bytes of one, so a larger length is not true; and what does not fit an array cannot be read.
    private static byte[] Read(ZipArchive zip, string name, string path)
    {
        ZipArchiveEntry entry = Entry(zip, name, path);
        if (entry.Length > 1_040 * entry.CompressedLength + 1_040 || entry.Length > Array.MaxLength)
            throw new ModelFormatException($"'{path}' declares {entry.Length} bytes for {name}, which it cannot hold. The file is damaged: save the model again.");
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, string path) =>
        zip.GetEntry(name) ?? throw new ModelFormatException($"'{path}' is no Keras 3 model file: it has no {name}. A .keras file is a zip that holds config.json and model.weights.h5.");

    private static void WriteText(ZipArchive zip, string name, JsonObject content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content.ToJsonString(Compact));
    }
}
