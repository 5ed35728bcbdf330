using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Fathom.Callbacks;

/// <summary>
/// A file of events as TensorBoard reads them: records of a length, its checksum, the event and its checksum (the TFRecord format), the checksums being
/// CRC-32C, rotated and offset.
/// </summary>
internal sealed class EventFile
{
    private const int Enough = 1 << 16;

    private static int s_count;

    private readonly ArrayBufferWriter<byte> _waiting = new();
    private readonly string _path;

    /// <summary>Begins a file in a folder, beside those that are there.</summary>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():0000000000}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref s_count)}.v2");
        _path = Path.Combine(folder, name);
        Write(EventEncoding.Version(Now));
        Flush();
    }

    private static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Writes one number.</summary>
    public void Scalar(string tag, double value, long step) => Write(EventEncoding.Scalar(tag, (float)value, step, Now));

    /// <summary>Writes how values are distributed.</summary>
    public void Histogram(string tag, ReadOnlySpan<float> values, long step) => Write(EventEncoding.Histogram(tag, values, step, Now));

    /// <summary>Writes the graph of a model's layers.</summary>
    public void Graph(string tag, string architecture) => Write(EventEncoding.Graph(tag, architecture, Now));

    /// <summary>Puts what was written so far into the file. It is closed in between: whole records are all that a crash leaves.</summary>
    public void Flush()
    {
        using (var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read)) file.Write(_waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }

    private void Write(byte[] data)
    {
        Span<byte> header = stackalloc byte[12], footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedChecksum(header[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedChecksum(data));
        _waiting.Write(header);
        _waiting.Write(data);
        _waiting.Write(footer);
        if (_waiting.WrittenCount >= Enough) Flush();
    }

    private static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data) crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
