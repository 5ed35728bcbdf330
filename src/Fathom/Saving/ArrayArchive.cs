using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// A zip of <c>content.json</c>, which says what there is, <c>arrays.bin</c>, the numbers one array after another, and <c>sha256.txt</c>, a checksum of both. It
/// holds data only, nothing that runs.
/// </summary>
internal sealed class ArrayArchive
{
    private const string ContentName = "content.json", ArraysName = "arrays.bin", ChecksumName = "sha256.txt";

    private readonly ArrayBufferWriter<byte> _arrays = new();

    public ArrayArchive() { }

    private ArrayArchive(byte[] arrays) => _arrays.Write(arrays);

    /// <summary>Adds an array.</summary>
    /// <returns>Its place: the first byte and the number of values.</returns>
    public JsonNode Add(ReadOnlySpan<float> values) => Add(MemoryMarshal.AsBytes(values), values.Length);

    /// <summary>Adds an array.</summary>
    /// <returns>Its place: the first byte and the number of values.</returns>
    public JsonNode Add(ReadOnlySpan<double> values) => Add(MemoryMarshal.AsBytes(values), values.Length);

    /// <summary>The array of a place.</summary>
    public float[] Floats(JsonNode? place) => Values<float>(place);

    /// <summary>The array of a place.</summary>
    public double[] Doubles(JsonNode? place) => Values<double>(place);

    /// <summary>Writes the file under a temporary name and renames it, so that there is always a whole one.</summary>
    public void Write(string path, JsonObject content)
    {
        string full = Path.GetFullPath(path), temporary = $"{full}.{Environment.ProcessId}.tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        byte[] text = Encoding.UTF8.GetBytes(content.ToJsonString());
        ReadOnlySpan<byte> arrays = _arrays.WrittenSpan;
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite))
            {
                using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    Store(zip, ContentName, text);
                    Store(zip, ArraysName, arrays);
                    Store(zip, ChecksumName, Encoding.ASCII.GetBytes(Checksum(text, arrays)));
                }
                // On the disk before the name points to it: a power cut leaves the old file or the new one.
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or no such file.</exception>
    public static (JsonObject Content, ArrayArchive Arrays) Read(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            byte[] text = Load(zip, ContentName), arrays = Load(zip, ArraysName);
            if (Encoding.ASCII.GetString(Load(zip, ChecksumName)) != Checksum(text, arrays)) throw new InvalidDataException("its checksum is wrong");
            return (JsonNode.Parse(text)!.AsObject(), new ArrayArchive(arrays));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw new ModelFormatException($"The checkpoint '{path}' is damaged ({e.Message.TrimEnd('.')}). Delete it to begin anew.", e);
        }
    }

    private static void Store(ZipArchive zip, string name, ReadOnlySpan<byte> bytes)
    {
        // Trained weights do not compress.
        using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(bytes);
    }

    private static byte[] Load(ZipArchive zip, string name)
    {
        using Stream entry = (zip.GetEntry(name) ?? throw new InvalidDataException($"it has no {name}")).Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Checksum(ReadOnlySpan<byte> text, ReadOnlySpan<byte> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(text);
        hash.AppendData(arrays);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private JsonArray Add(ReadOnlySpan<byte> bytes, int count)
    {
        int at = _arrays.WrittenCount;
        _arrays.Write(bytes);
        return new JsonArray(JsonValue.Create(at), JsonValue.Create(count));
    }

    private T[] Values<T>(JsonNode? place) where T : unmanaged
    {
        (int at, int count) = ((int)place![0]!, (int)place[1]!);
        return MemoryMarshal.Cast<byte, T>(_arrays.WrittenSpan.Slice(at, count * Marshal.SizeOf<T>())).ToArray();
    }
}
