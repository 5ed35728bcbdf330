using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// Files of the safetensors format (https://github.com/huggingface/safetensors): a header that says what there is, and the numbers. They hold nothing that runs.
/// </summary>
public static class SafeTensors
{
    private const string IndexName = "model.safetensors.index.json", WeightMap = "weight_map";

    /// <summary>
    /// Opens a file, or a folder as Hugging Face lays it out: <c>model.safetensors.index.json</c> beside the parts it names, or <c>model.safetensors</c> alone.
    /// The files are mapped into memory: values are read when they are asked for.
    /// </summary>
    /// <param name="path">The file, the folder, or the index in it.</param>
    /// <returns>The tensors. Dispose them to close the files.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">A header is not as the format demands, or the index names a tensor or file that is not there.</exception>
    public static NamedTensors Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
        {
            string index = Path.Combine(path, IndexName);
            return File.Exists(index) ? ReadIndex(index) : ReadFile(Path.Combine(path, "model.safetensors"));
        }
        return path.EndsWith(".index.json", StringComparison.Ordinal) ? ReadIndex(path) : ReadFile(path);
    }

    /// <summary>Writes a file. It appears under its name only when it is complete.</summary>
    /// <param name="path">Where to; by custom it ends in <c>.safetensors</c>.</param>
    /// <param name="tensors">What to write, each in its own type.</param>
    /// <param name="metadata">Texts to write beside them.</param>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tensors);
        // The widest types first, as the reference implementation does, so that each lies at a multiple of its size.
        NamedTensor[] ordered = [.. tensors.OrderByDescending(tensor => ElementConversion.SizeOf(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        byte[] header = SafeTensorsHeader.Write(ordered, metadata), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        string full = Path.GetFullPath(path), temporary = $"{full}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            long size = 8 + header.Length + ordered.Sum(tensor => tensor.ByteCount);
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = size }))
            {
                file.Write(length);
                file.Write(header);
                foreach (NamedTensor tensor in ordered) tensor.CopyTo(file);
            }
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a folder of parts and an index, as Hugging Face lays it out.</summary>
    /// <param name="folder">Where to; made where it does not exist.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="maxBytes">The most bytes of values in one part; a larger tensor has a part of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is below 1.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void WriteSharded(string folder, IEnumerable<NamedTensor> tensors, long maxBytes = 5_000_000_000)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        var parts = new List<List<NamedTensor>> { new() };
        long bytes = 0, total = 0;
        foreach (NamedTensor tensor in tensors)
        {
            if (bytes > 0 && bytes + tensor.ByteCount > maxBytes)
            {
                parts.Add([]);
                bytes = 0;
            }
            parts[^1].Add(tensor);
            bytes += tensor.ByteCount;
            total += tensor.ByteCount;
        }
        Directory.CreateDirectory(folder);
        var map = new JsonObject();
        for (int i = 0; i < parts.Count; i++)
        {
            string name = FormattableString.Invariant($"model-{i + 1:D5}-of-{parts.Count:D5}.safetensors");
            Write(Path.Combine(folder, name), parts[i], new Dictionary<string, string> { ["format"] = "pt" });
            foreach (NamedTensor tensor in parts[i]) map[tensor.Name] = name;
        }
        File.WriteAllText(Path.Combine(folder, IndexName), new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = total }, [WeightMap] = map }.ToJsonString());
    }

    private static NamedTensors ReadFile(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no safetensors file '{Path.GetFullPath(path)}'. Check the path.", path);
        FileStream file = File.OpenRead(path);
        try
        {
            byte[] length = new byte[8];
            if (file.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8) throw SafeTensorsHeader.Broken(path, $"it has only {file.Length} bytes");
            ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
            if (bytes > SafeTensorsHeader.MaxLength || (long)bytes > file.Length - 8) throw SafeTensorsHeader.Broken(path, $"it declares a header of {bytes} bytes in a file of {file.Length}");
            byte[] header = new byte[(int)bytes];
            file.ReadExactly(header);
            var data = new MappedStorage(file, 8 + (long)bytes);
            try
            {
                (IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata) = SafeTensorsHeader.Read(header, data, path);
                return new NamedTensors(path, tensors, metadata, data);
            }
            catch
            {
                data.Dispose();
                throw;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static NamedTensors ReadIndex(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no index '{Path.GetFullPath(path)}'. Check the path.", path);
        var files = new Dictionary<string, NamedTensors>();
        try
        {
            JsonObject index = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var tensors = new List<NamedTensor>();
            foreach ((string name, JsonNode? node) in index[WeightMap]!.AsObject())
            {
                string part = node!.GetValue<string>();
                if (part != Path.GetFileName(part)) throw new ModelFormatException($"The index '{path}' leads out of its folder, to '{part}'. Do not use this file.");
                if (!File.Exists(Path.Combine(folder, part))) throw new ModelFormatException($"The index '{path}' names the file '{part}', which is not beside it. Download the folder again.");
                if (!files.TryGetValue(part, out NamedTensors? file)) files.Add(part, file = ReadFile(Path.Combine(folder, part)));
                if (!file.TryGet(name, out NamedTensor? tensor)) throw new ModelFormatException($"The index '{path}' says that '{part}' holds '{name}', which it does not. Download the folder again.");
                tensors.Add(tensor);
            }
            var metadata = new Dictionary<string, string>();
            foreach ((string key, JsonNode? value) in index["metadata"]?.AsObject() ?? []) metadata[key] = value?.ToString() ?? "";
            return new NamedTensors(path, tensors, metadata, [.. files.Values]);
        }
        catch (Exception e)
        {
            foreach (NamedTensors file in files.Values) file.Dispose();
            if (e is JsonException or NullReferenceException or InvalidOperationException or ArgumentException)
                throw new ModelFormatException($"'{path}' is no index of safetensors files: it has no {WeightMap} of names and files. Download it again.", e);
            throw;
        }
    }
}
