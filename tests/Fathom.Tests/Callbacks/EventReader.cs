using System.Buffers.Binary;
using System.Text;

namespace Fathom.Tests.Callbacks;

internal sealed record LoggedEvent(double Time, long Step, string? Version, string? Tag, string? Plugin, int DataClass, int DataType, long[] Axes, byte[] Content);

/// <summary>
/// Reads event files by the published formats alone: TFRecord (length, masked CRC-32C, data, masked CRC-32C), protocol buffers, and the field numbers of
/// TensorFlow's event.proto, summary.proto and tensor.proto.
/// </summary>
internal static class EventReader
{
    public static LoggedEvent[] Read(string folder)
    {
        byte[] file = File.ReadAllBytes(Directory.GetFiles(folder).Single());
        var events = new List<LoggedEvent>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Event(data));
            at += 16 + length;
        }
        return [.. events];
    }

    /// <summary>CRC-32C bit by bit, from its polynomial.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = 0xffffffff;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }
        return crc ^ 0xffffffff;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Checksum(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    private static LoggedEvent Event(byte[] data)
    {
        ILookup<int, object> fields = Fields(data);
        double time = BitConverter.Int64BitsToDouble((long)fields[1].Single());
        long step = (long)(fields[2].SingleOrDefault() ?? 0L);
        if (fields[3].SingleOrDefault() is byte[] version) return new(time, step, Encoding.UTF8.GetString(version), null, null, 0, 0, [], []);
        ILookup<int, object> value = Fields(Fields(fields[5].Single())[1].Single()), metadata = Fields(value[9].Single()), tensor = Fields(value[8].Single());
        return new(time, step, null, Text(value[1].Single()), Text(Fields(metadata[1].Single())[1].Single()), (int)(long)metadata[4].Single(), (int)(long)tensor[1].Single(),
            [.. Fields(tensor[2].Single())[2].Select(axis => (long)Fields(axis)[1].Single())], (byte[])(tensor[4].SingleOrDefault() ?? tensor[8].Single()));
    }

    private static string Text(object bytes) => Encoding.UTF8.GetString((byte[])bytes);

    // Numbers come as long, eight bytes as their bits, everything with a length as bytes.
    private static ILookup<int, object> Fields(object message)
    {
        byte[] data = (byte[])message;
        var fields = new List<(int Field, object Value)>();
        int at = 0;
        while (at < data.Length)
        {
            long tag = Varint();
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: fields.Add((field, Varint())); break;
                case 1: fields.Add((field, BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at)))); at += 8; break;
                case 2:
                    int length = (int)Varint();
                    fields.Add((field, data[at..(at + length)]));
                    at += length;
                    break;
                default: throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
        return fields.ToLookup(entry => entry.Field, entry => entry.Value);

        long Varint()
        {
            long value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = data[at++];
                value |= (long)(next & 0x7f) << shift;
                if (next < 0x80) return value;
            }
        }
    }
}
