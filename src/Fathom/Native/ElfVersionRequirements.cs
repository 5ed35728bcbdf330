using System.Buffers.Binary;
using System.Text;

namespace Fathom.Native;

/// <summary>
/// Edits the symbol-version requirements (<c>SHT_GNU_verneed</c>) of a 64-bit little-endian ELF library held in memory.
/// Layout: System V ABI, "Linux Standard Base, Symbol Versioning", sections 10.7.3 (Verneed, Vernaux).
/// </summary>
internal static class ElfVersionRequirements
{
    private const uint VerneedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    /// <summary>
    /// Marks every requirement named <paramref name="version"/> as weak, so that the dynamic loader warns instead of refusing when the
    /// system's library does not define it.
    /// </summary>
    /// <param name="image">The library's bytes; edited in place.</param>
    /// <param name="version">The version name, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many requirements were marked; 0 when the image is no such ELF file or does not ask for that version.</returns>
    public static int Weaken(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..6].SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1])) return 0;
        byte[] name = Encoding.ASCII.GetBytes(version + '\0');
        int sections = (int)U64(image, 0x28), sectionSize = U16(image, 0x3A), sectionCount = U16(image, 0x3C), marked = 0;
        for (int s = 0; s < sectionCount; s++)
        {
            int header = sections + s * sectionSize;
            if (U32(image, header + 4) != VerneedSection) continue;
            int strings = (int)U64(image, sections + (int)U32(image, header + 0x28) * sectionSize + 0x18);
            int need = (int)U64(image, header + 0x18);
            for (uint n = U32(image, header + 0x2C); n > 0; n--)
            {
                int auxiliary = need + (int)U32(image, need + 8);
                for (int a = U16(image, need + 2); a > 0; a--)
                {
                    if (image[(strings + (int)U32(image, auxiliary + 8))..].StartsWith(name))
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(image[(auxiliary + 4)..], (ushort)(U16(image, auxiliary + 4) | WeakFlag));
                        marked++;
                    }
                    auxiliary += (int)U32(image, auxiliary + 12);
                }
                need += (int)U32(image, need + 12);
            }
        }
        return marked;
    }

    private static ulong U64(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(image[offset..]);
    private static uint U32(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image[offset..]);
    private static ushort U16(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(image[offset..]);
}
