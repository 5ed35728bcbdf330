using System.Buffers.Binary;
using System.Text;

namespace Fathom.Saving;

/// <summary>The bytes of pickles one after another.</summary>
internal sealed class PickleReader(ReadOnlyMemory<byte> bytes)
{
    /// <summary>The byte that is read next.</summary>
    public int Position { get; private set; }

    public ReadOnlyMemory<byte> Memory(long count)
    {
        if (count < 0 || count > bytes.Length - Position) throw new EndOfStreamException($"it ends at byte {bytes.Length}, within {count} bytes from {Position} on");
        ReadOnlyMemory<byte> part = bytes.Slice(Position, (int)count);
        Position += (int)count;
        return part;
    }

    public ReadOnlySpan<byte> Bytes(long count) => Memory(count).Span;

    public byte Byte() => Bytes(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public string Text(long count) => Encoding.UTF8.GetString(Bytes(count));

    /// <summary>A text up to the end of the line.</summary>
    public string Line()
    {
        int length = bytes.Span[Position..].IndexOf((byte)'\n');
        string line = Text(length < 0 ? long.MaxValue : length);
        Position++;
        return line;
    }
}
