using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace Fathom.Saving;

/// <summary>
/// Files that PyTorch's <c>torch.save</c> wrote (<c>.pt</c>, <c>.pth</c>, <c>.th</c>), of tensors in plain containers: state dicts and checkpoints that hold one.
/// Those since PyTorch 1.6 are zips, those before are pickles one after another.
/// </summary>
/// <remarks>A pickle may name any function and have it called. Here only tensors and containers are made; whatever else a file names is refused, and nothing is run.</remarks>
public static class TorchFile
{
    private static readonly BigInteger Magic = BigInteger.Parse("01950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The tensors. Those in containers within containers are named by all keys that lead to them, as <c>state_dict.conv1.weight</c>; numbers and texts are in
    /// <see cref="NamedTensors.Metadata"/>.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or asks for anything but tensors and plain containers.</exception>
    public static NamedTensors Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no PyTorch file '{Path.GetFullPath(path)}'. Check the path.", path);
        if (new FileInfo(path).Length > Array.MaxLength) throw new ModelFormatException($"'{path}' has more than {Array.MaxLength} bytes. Save it as safetensors, which are not read as a whole.");
        return Read(File.ReadAllBytes(path), path);
    }

    internal static NamedTensors Read(byte[] bytes, string path)
    {
        try
        {
            object? root = bytes.AsSpan().StartsWith("PK"u8) ? ReadZip(bytes) : ReadLegacy(bytes);
            var contents = new TorchContents(root);
            return new NamedTensors(path, contents.Tensors, contents.Texts);
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"'{path}' cannot be read. {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or InvalidCastException or IndexOutOfRangeException or NullReferenceException or OverflowException
            or ArgumentException or KeyNotFoundException or NotSupportedException or FormatException)
        {
            throw new ModelFormatException($"'{path}' is damaged or no PyTorch file of weights ({e.Message.TrimEnd('.')}). Download it again, or save it again with torch.save(model.state_dict(), path).", e);
        }
    }

    private static object? ReadZip(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        ZipArchiveEntry pickle = zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal) && entry.FullName.Count(c => c == '/') == 1)
            ?? throw new InvalidDataException("the zip holds no data.pkl");
        string folder = pickle.FullName[..^"data.pkl".Length];
        if (zip.GetEntry($"{folder}constants.pkl") is not null) throw new InvalidDataException("it is a TorchScript program, not weights");
        if (zip.GetEntry($"{folder}byteorder") is { } order && Encoding.ASCII.GetString(Load(order, bytes.Length)) != "little") throw new InvalidDataException("its numbers are big-endian");
        var storages = new Dictionary<string, TorchStorage>();
        object? root = new Unpickler(new PickleReader(Load(pickle, bytes.Length)), identifier =>
        {
            TorchStorage storage = Identified(identifier, storages);
            return new TorchView(storage, 0, storage.Count);
        }).Read();
        foreach (TorchStorage storage in storages.Values)
        {
            ZipArchiveEntry entry = zip.GetEntry($"{folder}data/{storage.Key}") ?? throw new InvalidDataException($"the zip holds no data/{storage.Key}");
            if (entry.Length != storage.Length) throw new InvalidDataException($"the storage '{storage.Key}' of {storage.Count} values needs {storage.Length} bytes but has {entry.Length}");
            storage.Fill(Load(entry, bytes.Length));
        }
        return root;
    }

    private static byte[] Load(ZipArchiveEntry entry, int most)
    {
        // PyTorch does not compress. What is not compressed cannot be larger than the file.
        if (entry.CompressedLength != entry.Length) throw new InvalidDataException($"'{entry.FullName}' is compressed, which PyTorch does not do");
        if (entry.Length > most) throw new InvalidDataException($"'{entry.FullName}' is said to be larger than the file");
        byte[] bytes = new byte[(int)entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        if (!ZipEntries.AreWhole(bytes, entry)) throw new InvalidDataException($"'{entry.FullName}' has not the checksum it was saved with");
        return bytes;
    }

    // Five pickles, a magic number first and the storages' keys last, then for each storage the number of its values and their bytes.
    private static object? ReadLegacy(byte[] bytes)
    {
        var reader = new PickleReader(bytes);
        var storages = new Dictionary<string, TorchStorage>();
        var unpickler = new Unpickler(reader, identifier =>
        {
            TorchStorage storage = Identified(identifier, storages);
            return ((object?[])identifier!)[5] is object?[] view
                ? new TorchView(storage, Within(storage, Unpickler.Whole(view[1])), Within(storage, Unpickler.Whole(view[2])))
                : new TorchView(storage, 0, storage.Count);
        });
        if (unpickler.Read() is not BigInteger magic || magic != Magic) throw new InvalidDataException("it does not begin as PyTorch begins its files");
        if (unpickler.Read() is not BigInteger version || version != 1001) throw new InvalidDataException("its protocol is not 1001");
        if (unpickler.Read() is Dictionary<object, object?> system && system.TryGetValue("little_endian", out object? little) && little is false)
            throw new InvalidDataException("its numbers are big-endian");
        object? root = unpickler.Read();
        foreach (object? key in (List<object?>)unpickler.Read()!)
        {
            TorchStorage storage = storages[(string)key!];
            if (BinaryPrimitives.ReadInt64LittleEndian(reader.Bytes(8)) != storage.Count) throw new InvalidDataException($"the storage '{storage.Key}' has another length than its tensors say");
            storage.Fill(reader.Memory(storage.Length));
        }
        if (storages.Values.FirstOrDefault(storage => storage.IsEmpty) is { } missing) throw new InvalidDataException($"the storage '{missing.Key}' is missing");
        return root;
    }

    private static long Within(TorchStorage storage, long place) => place >= 0 && place <= storage.Count ? place : throw new InvalidDataException($"a view lies outside of the storage '{storage.Key}'");

    private static TorchStorage Identified(object? identifier, Dictionary<string, TorchStorage> storages)
    {
        if (identifier is not object?[] { Length: >= 5 } parts || parts[0] is not "storage" || parts[1] is not PickleGlobal { Element: ElementType type } || parts[2] is not string key)
            throw new InvalidDataException("it refers to something that is no storage of numbers");
        long count = Unpickler.Whole(parts[4]);
        if (count < 0) throw new InvalidDataException($"the storage '{key}' has {count} values");
        if (!storages.TryGetValue(key, out TorchStorage? known)) storages.Add(key, known = new TorchStorage(key, type, count));
        return known.Type == type && known.Count == count ? known : throw new InvalidDataException($"the storage '{key}' is described in two ways");
    }
}
