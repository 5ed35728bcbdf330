using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>
/// A zip of <c>content.json</c>, which says what there is, <c>arrays.bin</c>, the numbers one array after another, and <c>sha256.txt</c>, a checksum of both. It
/// holds data only, nothing that runs. The numbers are written from where they are, and may be more than one array of bytes can hold.
/// </summary>
internal sealed class ArrayArchive
{
    private const string ContentName = "content.json", ArraysName = "arrays.bin", ChecksumName = "sha256.txt";

    // Of 4 or 8 bytes each, so that a piece has less than an array of bytes can hold.
    private const int Piece = 1 << 22;

    private readonly List<Action<Action<ReadOnlySpan<byte>>>> _arrays = [];
    private long _length;

    /// <summary>Adds an array, which must not change before the file is written.</summary>
    /// <returns>Its place: the first byte and the number of values.</returns>
    public JsonNode Add(ReadOnlyMemory<float> values) => Add(values, sizeof(float));

    /// <summary>Adds an array, which must not change before the file is written.</summary>
    /// <returns>Its place: the first byte and the number of values.</returns>
    public JsonNode Add(ReadOnlyMemory<double> values) => Add(values, sizeof(double));

    /// <summary>Writes the file under a temporary name and renames it, so that there is always a whole one, of before or of now, even after a power cut.</summary>
    public void Write(string path, JsonObject content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, file =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            byte[] text = Encoding.UTF8.GetBytes(content.ToJsonString());
            using (Stream entry = Store(zip, ContentName)) entry.Write(text);
            hash.AppendData(text);
            using (Stream entry = Store(zip, ArraysName))
                foreach (Action<Action<ReadOnlySpan<byte>>> array in _arrays)
                    array(bytes =>
                    {
                        entry.Write(bytes);
                        hash.AppendData(bytes);
                    });
            using (Stream entry = Store(zip, ChecksumName)) entry.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())));
        }, flushed: true);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public static (JsonObject Content, StoredArrays Arrays) Read(string path, int chunk = StoredArrays.UsualChunk) => Open(path, zip =>
    {
        byte[] text = Load(zip, ContentName);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(text);
        ZipArchiveEntry entry = Find(zip, ArraysName);
        using Stream stream = entry.Open();
        StoredArrays arrays = StoredArrays.Read(stream, entry.Length, chunk, hash);
        if (Encoding.ASCII.GetString(Load(zip, ChecksumName)) != Convert.ToHexStringLower(hash.GetHashAndReset())) throw new InvalidDataException("its checksum is wrong");
        return (Parse(text), arrays);
    });

    /// <summary>Reads what a file says there is, without the arrays and without their checksum.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public static JsonObject ReadContent(string path) => Open(path, zip => Parse(Load(zip, ContentName)));

    private static T Open<T>(string path, Func<ZipArchive, T> read)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            // Nothing is compressed, so no entry can be longer than the file.
            foreach (ZipArchiveEntry entry in zip.Entries)
                if (entry.Length > file.Length) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it declares {entry.Length} bytes for {entry.FullName} and has {file.Length}"));
            return read(zip);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException or ArgumentException or NotSupportedException or InvalidOperationException or OverflowException)
        {
            throw new ModelFormatException($"The checkpoint '{path}' is damaged ({e.Message.TrimEnd('.')}). Delete it to begin anew or, where there are several, to go on from the one before it.", e);
        }
    }

    private static JsonObject Parse(byte[] text) => JsonNode.Parse(text) as JsonObject ?? throw new InvalidDataException($"its {ContentName} is no JSON object");

    // Trained weights do not compress.
    private static Stream Store(ZipArchive zip, string name) => zip.CreateEntry(name, CompressionLevel.NoCompression).Open();

    private static ZipArchiveEntry Find(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw new InvalidDataException($"it has no {name}");

    private static byte[] Load(ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = Find(zip, name);
        byte[] bytes = new byte[checked((int)entry.Length)];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private JsonArray Add<T>(ReadOnlyMemory<T> values, int size) where T : unmanaged
    {
        long at = _length;
        _arrays.Add(write =>
        {
            for (ReadOnlyMemory<T> rest = values; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..]) write(MemoryMarshal.AsBytes(rest.Span[..Math.Min(Piece, rest.Length)]));
        });
        _length += (long)values.Length * size;
        return new JsonArray(JsonValue.Create(at), JsonValue.Create(values.Length));
    }
}
