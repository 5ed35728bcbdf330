using System.IO.Compression;
using System.IO.Hashing;

namespace Fathom.Saving;

/// <summary>Entries of a zip, read so that a changed byte is found: the library that opens zips does not compare their checksums.</summary>
internal static class ZipEntries
{
    private const int Piece = 1 << 20;

    /// <summary>Reads a whole entry.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or declares more than it can hold.</exception>
    public static byte[] ReadAll(ZipArchiveEntry entry, string path)
    {
        // Deflate makes at most 1,032 bytes of one, so a larger length is not true; and what does not fit an array cannot be read.
        if (entry.Length > 1_040 * entry.CompressedLength + 1_040 || entry.Length > Array.MaxLength)
            throw new ModelFormatException($"'{path}' declares {entry.Length} bytes for {entry.FullName}, which it cannot hold. The file is damaged: save the model again.");
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        Compare(Crc32.HashToUInt32(bytes), entry, path);
        return bytes;
    }

    /// <summary>Whether bytes have the checksum that an entry was saved with.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> bytes, ZipArchiveEntry entry) => Crc32.HashToUInt32(bytes) == entry.Crc32;

    /// <summary>Opens an entry to be read at any place: where it lies in the file if it is stored as it is, otherwise unpacked in memory.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or declares more than it can hold.</exception>
    public static Stream Open(Stream file, ZipArchiveEntry entry, string path)
    {
        using (Stream stored = entry.Open())
        {
            // Behind its first byte the file's own position says where the entry begins; the checksum tells whether that is so.
            if (stored is DeflateStream || entry.CompressedLength != entry.Length || entry.Length == 0 || stored.ReadByte() < 0) return new MemoryStream(ReadAll(entry, path), writable: false);
        }
        var part = new StreamPart(file, file.Position - 1, entry.Length);
        var hash = new Crc32();
        byte[] piece = new byte[Piece];
        for (int read; (read = part.Read(piece)) > 0;) hash.Append(piece.AsSpan(0, read));
        Compare(hash.GetCurrentHashAsUInt32(), entry, path);
        part.Position = 0;
        return new BufferedStream(part, 1 << 14);
    }

    private static void Compare(uint hash, ZipArchiveEntry entry, string path)
    {
        if (hash != entry.Crc32) throw new ModelFormatException($"'{path}' is damaged: what it holds as {entry.FullName} has not the checksum it was saved with. Save the model again, or download it again.");
    }
}
