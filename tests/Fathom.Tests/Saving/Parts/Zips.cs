using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Fathom.Tests.Saving.Parts;

/// <summary>Takes <c>.fathom</c> files apart and puts others together, as somebody with bad intentions would.</summary>
internal static class Zips
{
    public static Dictionary<string, byte[]> Unpack(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var bytes = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    /// <summary>Puts files together, with checksums that are right.</summary>
    public static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> files, CompressionLevel level = CompressionLevel.Fastest)
    {
        KeyValuePair<string, byte[]>[] content = [.. files.Where(file => file.Key != "sha256.txt")];
        string sums = string.Concat(content.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n"));
        return PackAsIs([.. content, KeyValuePair.Create("sha256.txt", Encoding.UTF8.GetBytes(sums))], level);
    }

    public static byte[] PackAsIs(IEnumerable<KeyValuePair<string, byte[]>> files, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach ((string name, byte[] content) in files)
                using (Stream stream = zip.CreateEntry(name, level).Open()) stream.Write(content);
        return file.ToArray();
    }

    /// <summary>Has the directory of a zip declare other sizes for a file.</summary>
    public static byte[] Declare(byte[] zip, string name, uint? packed, uint unpacked)
    {
        byte[] changed = [.. zip], wanted = Encoding.ASCII.GetBytes(name);
        for (int at = 0; at + 46 + wanted.Length <= changed.Length; at++)
        {
            // The signature of an entry of the directory; its name begins 46 bytes on.
            if (BinaryPrimitives.ReadUInt32LittleEndian(changed.AsSpan(at)) != 0x02014b50 || !changed.AsSpan(at + 46, wanted.Length).SequenceEqual(wanted)) continue;
            if (packed is uint size) BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at + 20), size);
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at + 24), unpacked);
            return changed;
        }
        throw new InvalidOperationException($"The directory has no {name}.");
    }
}
