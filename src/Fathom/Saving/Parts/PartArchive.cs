using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Fathom.Saving;

/// <summary>
/// The zip that a <c>.fathom</c> file is, checked before anything is unpacked: names that stay inside, none twice, no size that the file cannot hold, no more
/// behind compression than <see cref="MostDeflated"/>, and every file as its checksum says. Nothing is ever unpacked to disk.
/// </summary>
internal sealed class PartArchive : IDisposable
{
    public const string ChecksumsName = "sha256.txt";

    /// <summary>The bytes that all compressed files of an archive may have together, unpacked; what is more is stored as it is. So a small file cannot fill the memory.</summary>
    public const long MostDeflated = 64 << 20;

    private const int MostEntries = 10_000, MostListed = 4 << 20;

    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _checksums = new(StringComparer.Ordinal);

    private PartArchive(FileStream file, ZipArchive zip) => (_file, _zip) = (file, zip);

    /// <summary>The names of all files in it.</summary>
    public IEnumerable<string> Names => _entries.Values.Select(entry => entry.FullName);

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">It is no zip, damaged, or made to do harm.</exception>
    public static PartArchive Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{Path.GetFullPath(path)}'. Check the path, or save something there first.", path);
        FileStream file = File.OpenRead(path);
        try
        {
            var archive = new PartArchive(file, new ZipArchive(file, ZipArchiveMode.Read));
            archive.Check();
            archive.ReadChecksums();
            return archive;
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is ModelFormatException) throw;
            if (IsDamage(e)) throw Damaged(path, e.Message, e);
            throw;
        }
    }

    /// <summary>The bytes of a file, as its checksum says.</summary>
    /// <exception cref="ModelFormatException">There is none of the name, or it is damaged.</exception>
    public byte[] Read(string name)
    {
        ZipArchiveEntry entry = Find(name);
        if (!_checksums.TryGetValue(name, out string? expected)) throw Damaged(_file.Name, $"{ChecksumsName} has no line for {name}");
        byte[] bytes = Unpack(entry);
        if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), expected, StringComparison.Ordinal)) throw Damaged(_file.Name, $"the checksum of {name} is wrong");
        return bytes;
    }

    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    public static ModelFormatException Damaged(string path, string what, Exception? cause = null) =>
        new($"'{path}' is damaged or no .fathom file ({what.TrimEnd('.')}). Save the file again, or download it again.", cause);

    private static bool IsDamage(Exception e) => e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException or DecoderFallbackException;

    private void Check()
    {
        long packed = 0, deflated = 0;
        if (_zip.Entries.Count > MostEntries) throw Damaged(_file.Name, $"it holds {_zip.Entries.Count} files, more than {MostEntries}");
        foreach (ZipArchiveEntry entry in _zip.Entries)
        {
            string name = entry.FullName;
            if (!PartNames.IsValidPath(name)) throw new ModelFormatException($"'{_file.Name}' holds a file named '{name}', which could lead out of a folder. Do not use this file.");
            if (!_entries.TryAdd(name, entry)) throw Damaged(_file.Name, $"it holds two files named {name}");
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.Length > Array.MaxLength) throw Damaged(_file.Name, $"it declares {entry.Length} bytes for {name}");
            packed += entry.CompressedLength;
            if (entry.Length > entry.CompressedLength) deflated += entry.Length;
        }
        // Files of a zip can be made to lie on one another, each of them large.
        if (packed > _file.Length) throw Damaged(_file.Name, $"its files declare {packed} bytes together, and it has {_file.Length}");
        if (deflated > MostDeflated)
            throw new ModelFormatException($"'{_file.Name}' unpacks {_file.Length} bytes to {deflated}: Fathom compresses at most {MostDeflated >> 20} MiB of a file, so this one is damaged or made to fill the memory. Do not use it.");
    }

    private void ReadChecksums()
    {
        ZipArchiveEntry entry = Find(ChecksumsName);
        if (entry.Length > MostListed) throw Damaged(_file.Name, $"its {ChecksumsName} has {entry.Length} bytes");
        foreach (string line in Encoding.UTF8.GetString(Unpack(entry)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split("  ");
            if (fields is not [{ Length: 64 }, { Length: > 0 }] || !_checksums.TryAdd(fields[1], fields[0])) throw Damaged(_file.Name, $"its {ChecksumsName} has a line '{line[..Math.Min(100, line.Length)]}'");
        }
    }

    private ZipArchiveEntry Find(string name) =>
        _entries.TryGetValue(name, out ZipArchiveEntry? entry) && entry.FullName == name ? entry : throw Damaged(_file.Name, $"it has no {name}");

    private byte[] Unpack(ZipArchiveEntry entry)
    {
        try
        {
            byte[] bytes = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes : throw new InvalidDataException($"{entry.FullName} is longer than it declares");
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(_file.Name, e.Message, e);
        }
    }
}
