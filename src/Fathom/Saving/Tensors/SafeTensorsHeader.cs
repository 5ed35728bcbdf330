using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// The header of a safetensors file: eight bytes with its length, then JSON of a type, a shape and two offsets per tensor. Checked as the format demands: the
/// offsets cover the data without gaps and overlaps, and each tensor has as many bytes as its shape needs.
/// </summary>
internal static class SafeTensorsHeader
{
    /// <summary>The format's own limit on the header.</summary>
    public const int MaxLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ElementType> Types = new()
    {
        ["F64"] = ElementType.Float64, ["F32"] = ElementType.Float32, ["F16"] = ElementType.Float16, ["BF16"] = ElementType.BFloat16,
        ["I64"] = ElementType.Int64, ["I32"] = ElementType.Int32, ["I16"] = ElementType.Int16, ["I8"] = ElementType.Int8,
        ["U64"] = ElementType.UInt64, ["U32"] = ElementType.UInt32, ["U16"] = ElementType.UInt16, ["U8"] = ElementType.UInt8, ["BOOL"] = ElementType.Bool,
    };

    private sealed record Entry(string Name, ElementType Type, int[] Shape, long Begin, long End);

    /// <summary>The tensors of a header, in the order of their data.</summary>
    /// <exception cref="ModelFormatException">The header is not as the format demands.</exception>
    public static (IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(ReadOnlySpan<byte> text, TensorStorage data, string path)
    {
        JsonObject header;
        try
        {
            header = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw new JsonException("it is no JSON object");
            // Made complete here, so that a wrong character in a name is found now.
            _ = header.Count;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw Broken(path, $"its header is not valid ({e.Message.TrimEnd('.')})", e);
        }
        var metadata = new Dictionary<string, string>();
        var entries = new List<Entry>();
        try
        {
            foreach ((string name, JsonNode? node) in header)
            {
                if (name != MetadataKey) entries.Add(ReadEntry(name, node, path));
                else
                    foreach ((string key, JsonNode? value) in node!.AsObject()) metadata[key] = value!.GetValue<string>();
            }
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException or OverflowException or ArgumentException or JsonException)
        {
            throw Broken(path, "an entry of its header lacks a dtype, a shape of whole numbers or two data_offsets", e);
        }
        entries.Sort((one, other) => (one.Begin, one.End).CompareTo((other.Begin, other.End)));
        long reached = 0;
        foreach (Entry entry in entries)
        {
            if (entry.Begin != reached)
                throw Broken(path, $"tensor '{entry.Name}' begins at byte {entry.Begin} of the data where {reached} comes next: tensors {(entry.Begin < reached ? "overlap" : "leave a gap")}");
            if (entry.End < entry.Begin || entry.End > data.Length)
                throw Broken(path, $"tensor '{entry.Name}' lies in bytes {entry.Begin} to {entry.End} of {data.Length} bytes of data");
            long needed = checked((long)NamedTensor.Count(entry.Shape) * ElementConversion.SizeOf(entry.Type));
            if (entry.End - entry.Begin != needed)
                throw Broken(path, $"tensor '{entry.Name}' of shape ({string.Join(", ", entry.Shape)}) and {entry.Type} needs {needed} bytes but has {entry.End - entry.Begin}");
            reached = entry.End;
        }
        if (reached != data.Length) throw Broken(path, $"{data.Length - reached} bytes of the data belong to no tensor");
        return ([.. entries.Select(entry => new NamedTensor(entry.Name, entry.Type, entry.Shape, data, entry.Begin))], metadata);
    }

    /// <summary>The header of tensors one after another, padded to eight bytes as the format asks for.</summary>
    public static byte[] Write(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
        {
            var texts = new JsonObject();
            foreach ((string key, string value) in metadata) texts[key] = value;
            header[MetadataKey] = texts;
        }
        long at = 0;
        foreach (NamedTensor tensor in tensors)
        {
            var shape = new JsonArray();
            foreach (int axis in tensor.Shape) shape.Add((JsonNode)axis);
            if (tensor.Name == MetadataKey || header.ContainsKey(tensor.Name))
                throw new ArgumentException($"Two tensors cannot both be named '{tensor.Name}', and none '{MetadataKey}'. Give each a name of its own.", nameof(tensors));
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = Types.First(pair => pair.Value == tensor.Type).Key,
                ["shape"] = shape,
                ["data_offsets"] = new JsonArray((JsonNode)at, (JsonNode)(at += tensor.ByteCount)),
            };
        }
        string text = header.ToJsonString();
        int length = Encoding.UTF8.GetByteCount(text);
        return Encoding.UTF8.GetBytes(text.PadRight(text.Length + ((8 - (length % 8)) % 8)));
    }

    public static ModelFormatException Broken(string path, string what, Exception? cause = null) =>
        new($"'{path}' is no valid safetensors file: {what}. The file is damaged or not complete: download or save it again.", cause);

    private static Entry ReadEntry(string name, JsonNode? node, string path)
    {
        string type = node!["dtype"]!.GetValue<string>();
        if (!Types.TryGetValue(type, out ElementType known))
            throw new ModelFormatException($"Tensor '{name}' in '{path}' has the type {type}, which is not known here. Known are: {string.Join(", ", Types.Keys)}. Convert it to F32.");
        long[] shape = [.. node["shape"]!.AsArray().Select(axis => axis!.GetValue<long>())], offsets = [.. node["data_offsets"]!.AsArray().Select(offset => offset!.GetValue<long>())];
        long count = 1;
        foreach (long axis in shape)
        {
            if (axis < 0 || (axis > 0 && count > Array.MaxLength / axis))
                throw Broken(path, $"tensor '{name}' has shape ({string.Join(", ", shape)}), which is negative or more than one array can hold");
            count *= axis;
        }
        if (offsets.Length != 2 || offsets[0] < 0) throw Broken(path, $"tensor '{name}' has the data_offsets ({string.Join(", ", offsets)})");
        return new Entry(name, known, [.. shape.Select(axis => checked((int)axis))], offsets[0], offsets[1]);
    }
}
