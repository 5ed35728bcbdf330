using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>The numbers of an <see cref="ArrayArchive"/>, in chunks: together they may be more than one array of bytes can hold.</summary>
internal sealed class StoredArrays
{
    public const int UsualChunk = 1 << 28;

    private readonly byte[][] _chunks;
    private readonly int _chunk;
    private readonly long _length;

    private StoredArrays(byte[][] chunks, int chunk, long length) => (_chunks, _chunk, _length) = (chunks, chunk, length);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The numbers.</param>
    /// <param name="length">How many bytes they take.</param>
    /// <param name="chunk">Bytes in a chunk.</param>
    /// <param name="hash">Takes all bytes.</param>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static StoredArrays Read(Stream stream, long length, int chunk, IncrementalHash hash)
    {
        var chunks = new byte[(length + chunk - 1) / chunk][];
        for (int i = 0; i < chunks.Length; i++)
        {
            chunks[i] = new byte[Math.Min(chunk, length - (long)i * chunk)];
            stream.ReadExactly(chunks[i]);
            hash.AppendData(chunks[i]);
        }
        return new StoredArrays(chunks, chunk, length);
    }

    /// <summary>The array of a place.</summary>
    /// <exception cref="ArgumentException">There is no such place.</exception>
    public float[] Floats(JsonNode? place) => Values<float>(place);

    /// <summary>The array of a place.</summary>
    /// <exception cref="ArgumentException">There is no such place.</exception>
    public double[] Doubles(JsonNode? place) => Values<double>(place);

    private T[] Values<T>(JsonNode? place) where T : unmanaged
    {
        (long at, int count) = ((long)place![0]!, (int)place[1]!);
        int size = Unsafe.SizeOf<T>();
        if (at < 0 || count < 0 || at > _length - (long)count * size) throw new ArgumentException($"{count} numbers from byte {at} on are not among its {_length} bytes");
        T[] values = new T[count];
        for (int done = 0; done < count;)
        {
            (int chunk, int offset) = ((int)((at + (long)done * size) / _chunk), (int)((at + (long)done * size) % _chunk));
            int whole = Math.Min(count - done, (_chunks[chunk].Length - offset) / size);
            MemoryMarshal.Cast<byte, T>(_chunks[chunk].AsSpan(offset, whole * size)).CopyTo(values.AsSpan(done));
            done += whole;
            if (whole == 0) values[done++] = Straddling<T>(chunk, offset);
        }
        return values;
    }

    // One number in two chunks: arrays of four and of eight bytes a number follow one another without gaps.
    private T Straddling<T>(int chunk, int offset) where T : unmanaged
    {
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        ReadOnlySpan<byte> first = _chunks[chunk].AsSpan(offset);
        first.CopyTo(bytes);
        _chunks[chunk + 1].AsSpan(0, bytes.Length - first.Length).CopyTo(bytes[first.Length..]);
        return MemoryMarshal.Read<T>(bytes);
    }
}
