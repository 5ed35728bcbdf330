using System.Buffers;
using System.Buffers.Binary;

namespace Fathom.Saving;

/// <summary>
/// HDF5 files may hold links by name or into other files. Files of weights never do, and a link that leads to itself would be followed without end, so a file
/// with one is refused before it is opened. What is looked for are the three places where the format keeps links ("HDF5 File Format Specification", version 3,
/// sections III.B, IV.A.1 and IV.A.2.g).
/// </summary>
internal static class HdfLinks
{
    private const int Window = 1 << 20, Overlap = 1 << 16, LinkMessage = 6, EntrySize = 40, SoftEntry = 2;

    /// <summary>Reads through a file, and leaves it at its beginning.</summary>
    /// <exception cref="ModelFormatException">It holds such a link.</exception>
    public static void Refuse(Stream stream, string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Window + Overlap);
        try
        {
            int kept = 0;
            stream.Position = 0;
            for (int read; (read = stream.ReadAtLeast(buffer.AsSpan(kept, Window), Window, throwOnEndOfStream: false)) > 0;)
            {
                Span<byte> bytes = buffer.AsSpan(0, kept + read);
                if (InSymbolTable(bytes) || InHeaders(bytes, "OHDR\u0002"u8) || InHeaders(bytes, "OCHK"u8) || InOldHeader(bytes))
                    throw new ModelFormatException($"'{path}' holds links by name, which files of weights never do and which are not followed. Save the model again.");
                kept = Math.Min(Overlap, bytes.Length);
                bytes[^kept..].CopyTo(buffer);
            }
            stream.Position = 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Old groups: nodes of entries of 40 bytes, of which the kind 2 is a link by name.
    private static bool InSymbolTable(ReadOnlySpan<byte> bytes)
    {
        for (int at; (at = bytes.IndexOf("SNOD\u0001\0"u8)) >= 0; bytes = bytes[(at + 4)..])
        {
            if (at + 8 > bytes.Length) return false;
            int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 6)..]);
            for (int entry = at + 8; count > 0 && entry + EntrySize <= bytes.Length; count--, entry += EntrySize)
                if (BinaryPrimitives.ReadInt32LittleEndian(bytes[(entry + 16)..]) == SoftEntry)
                    return true;
        }
        return false;
    }

    // New groups: messages one after another behind a signature.
    private static bool InHeaders(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        bool first = signature.Length > 4, ordered = true;
        for (int at; (at = bytes.IndexOf(signature)) >= 0; bytes = bytes[(at + 4)..])
        {
            int message = at + 4;
            if (first)
            {
                if (at + 6 > bytes.Length) return false;
                byte flags = bytes[at + 5];
                ordered = (flags & 4) != 0;
                message = at + 6 + ((flags & 32) != 0 ? 16 : 0) + ((flags & 16) != 0 ? 4 : 0) + (1 << (flags & 3));
            }
            // A continuation does not say whether its messages are numbered: both are tried.
            if (Messages(bytes, message, ordered) || (!first && Messages(bytes, message, false))) return true;
        }
        return false;
    }

    private static bool Messages(ReadOnlySpan<byte> bytes, int at, bool ordered)
    {
        int head = ordered ? 6 : 4;
        for (int left = 4_096; left > 0 && at + head + 3 <= bytes.Length; left--)
        {
            if (bytes[at] == LinkMessage && IsByName(bytes[(at + head)..])) return true;
            at += head + BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 1)..]);
        }
        return false;
    }

    // Headers without a signature: kind 6 and size in two bytes each, flags, three zeros, then the link.
    private static bool InOldHeader(ReadOnlySpan<byte> bytes)
    {
        for (int from = 0, at; (at = bytes[from..].IndexOf((ReadOnlySpan<byte>)[0, 0, 0, 1])) >= 0; from += at + 1)
        {
            int zeros = from + at;
            if (zeros >= 5 && bytes[zeros - 5] == LinkMessage && bytes[zeros - 4] == 0 && IsByName(bytes[(zeros + 3)..])) return true;
        }
        return false;
    }

    // Version 1, flags of which 8 says that a kind follows, the kind: 0 is an ordinary link.
    private static bool IsByName(ReadOnlySpan<byte> link) => link.Length >= 3 && link[0] == 1 && (link[1] & 8) != 0 && link[2] != 0;
}
