using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace Fathom.Saving;

/// <summary>Fields of messages in protobuf's wire format, written by number: for schemas of which a few messages are needed.</summary>
internal static class ProtobufFields
{
    /// <summary>The bytes of a message.</summary>
    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true)) write(output);
        return memory.ToArray();
    }

    /// <summary>A field of type double.</summary>
    public static void Double(CodedOutputStream output, int field, double value)
    {
        output.WriteTag(field, WireType.Fixed64);
        output.WriteDouble(value);
    }

    /// <summary>A field of type float.</summary>
    public static void Single(CodedOutputStream output, int field, float value)
    {
        output.WriteTag(field, WireType.Fixed32);
        output.WriteFloat(value);
    }

    /// <summary>A field of a whole number or of an enumeration.</summary>
    public static void Number(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireType.Varint);
        output.WriteInt64(value);
    }

    /// <summary>A field of type string.</summary>
    public static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireType.LengthDelimited);
        output.WriteString(value);
    }

    /// <summary>A field of bytes, or of a message.</summary>
    public static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }
}
