using System.Buffers.Binary;
using System.Text;

namespace Fathom.Trees;

/// <summary>Writes model values as UBJSON with the types that XGBoost writes and expects: lengths as int64, arrays of numbers typed.</summary>
internal static class UbjsonModelWriter
{
    internal static byte[] Write(ModelValue value)
    {
        using var bytes = new MemoryStream();
        Append(bytes, value);
        return bytes.ToArray();
    }

    private static void Append(MemoryStream bytes, ModelValue value)
    {
        switch (value)
        {
            case ModelValue.TextValue text:
                bytes.WriteByte((byte)'S');
                AppendText(bytes, text.Value);
                break;
            case ModelValue.NumbersValue { Kind: not NumberKind.Untyped } numbers:
                AppendTyped(bytes, numbers);
                break;
            case ModelValue.NumbersValue numbers:
                AppendHead(bytes, null, numbers.Values.Length);
                foreach (double number in numbers.Values)
                    AppendNumber(bytes, (byte)'L', number, typed: true);
                break;
            case ModelValue.ItemsValue items:
                AppendHead(bytes, null, items.Values.Count);
                foreach (ModelValue item in items.Values)
                    Append(bytes, item);
                break;
            case ModelValue.NumberValue number:
                AppendNumber(bytes, (byte)'L', number.Value, typed: true);
                break;
            case ModelValue.MapValue map:
                bytes.WriteByte((byte)'{');
                foreach ((string key, ModelValue member) in map.Members)
                {
                    AppendText(bytes, key);
                    Append(bytes, member);
                }
                bytes.WriteByte((byte)'}');
                break;
            default:
                throw new InvalidOperationException($"Models hold no {value.GetType().Name}.");
        }
    }

    private static void AppendTyped(MemoryStream bytes, ModelValue.NumbersValue numbers)
    {
        byte type = numbers.Kind switch
        {
            NumberKind.Float32 => (byte)'d',
            NumberKind.UInt8 => (byte)'U',
            NumberKind.Int32 => (byte)'l',
            _ => (byte)'L',
        };
        AppendHead(bytes, type, numbers.Values.Length);
        foreach (double number in numbers.Values)
            AppendNumber(bytes, type, number, typed: false);
    }

    private static void AppendHead(MemoryStream bytes, byte? type, int count)
    {
        bytes.WriteByte((byte)'[');
        if (type is { } given)
        {
            bytes.WriteByte((byte)'$');
            bytes.WriteByte(given);
        }
        bytes.WriteByte((byte)'#');
        AppendNumber(bytes, (byte)'L', count, typed: true);
    }

    private static void AppendText(MemoryStream bytes, string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        AppendNumber(bytes, (byte)'L', encoded.Length, typed: true);
        bytes.Write(encoded);
    }

    private static void AppendNumber(MemoryStream bytes, byte type, double number, bool typed)
    {
        if (typed)
            bytes.WriteByte(type);
        Span<byte> buffer = stackalloc byte[8];
        switch ((char)type)
        {
            case 'U':
                bytes.WriteByte((byte)number);
                return;
            case 'd':
                BinaryPrimitives.WriteSingleBigEndian(buffer, (float)number);
                bytes.Write(buffer[..4]);
                return;
            case 'l':
                BinaryPrimitives.WriteInt32BigEndian(buffer, (int)number);
                bytes.Write(buffer[..4]);
                return;
            default:
                BinaryPrimitives.WriteInt64BigEndian(buffer, (long)number);
                bytes.Write(buffer);
                return;
        }
    }
}
