using System.Buffers.Binary;
using System.Text;

namespace Fathom.Trees;

/// <summary>Universal Binary JSON, draft 12 (ubjson.org), as XGBoost writes it. Lengths are held against the bytes that are there before memory is asked for.</summary>
internal ref struct UbjsonModel
{
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _depth;

    private UbjsonModel(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <exception cref="InvalidDataException">The bytes are no UBJSON.</exception>
    internal static ModelValue Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new UbjsonModel(bytes);
        return reader.Value(reader.Mark());
    }

    private ModelValue Value(byte mark)
    {
        switch ((char)mark)
        {
            case 'Z':
                return new ModelValue.NothingValue();
            case 'T' or 'F':
                return new ModelValue.FlagValue(mark == 'T');
            case 'S':
                return new ModelValue.TextValue(String());
            case 'C':
                return new ModelValue.TextValue(((char)Take(1)[0]).ToString());
            case '[' or '{':
                if (++_depth > MaxDepth)
                    throw Damaged($"values nested deeper than {MaxDepth}");
                ModelValue value = mark == '[' ? Array() : Object();
                _depth--;
                return value;
            default:
                return new ModelValue.NumberValue(Number(mark));
        }
    }

    private ModelValue Array()
    {
        (byte? type, int? count) = Header();
        if (type is { } numeric && SizeOf(numeric) > 0)
            return Typed(numeric, count!.Value);
        var items = new List<ModelValue>();
        while (count is { } wanted ? items.Count < wanted : Peek() != ']')
            items.Add(Value(type ?? Mark()));
        if (count is null)
            _at++;
        return items.TrueForAll(item => item is ModelValue.NumberValue)
            ? new ModelValue.NumbersValue([.. items.Select(item => ((ModelValue.NumberValue)item).Value)], NumberKind.Untyped)
            : new ModelValue.ItemsValue(items);
    }

    private ModelValue.NumbersValue Typed(byte type, int count)
    {
        if ((long)count * SizeOf(type) > _bytes.Length - _at)
            throw Damaged($"an array of {count} numbers in {_bytes.Length - _at} bytes");
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = Number(type);
        return new(numbers, NumberKind.Untyped);
    }

    private ModelValue.MapValue Object()
    {
        (byte? type, int? count) = Header();
        var members = new Dictionary<string, ModelValue>(StringComparer.Ordinal);
        for (int read = 0; count is { } wanted ? read < wanted : Peek() != '}'; read++)
        {
            string key = String();
            members[key] = Value(type ?? Mark());
        }
        if (count is null)
            _at++;
        return new(members);
    }

    /// <summary>The optional type and count at the start of a container. Every element takes at least a byte or stands for no more than one.</summary>
    private (byte? Type, int? Count) Header()
    {
        byte? type = null;
        if (Peek() == '$')
        {
            _at++;
            type = Mark();
        }
        if (Peek() != '#')
            return type is null ? (null, null) : throw Damaged("a typed array without a length");
        _at++;
        int count = Length();
        return count <= _bytes.Length - _at || (type is not null && count <= _bytes.Length) ? (type, count) : throw Damaged($"{count} elements in {_bytes.Length - _at} bytes");
    }

    private string String()
    {
        ReadOnlySpan<byte> bytes = Take(Length());
        return Encoding.UTF8.GetString(bytes);
    }

    private int Length()
    {
        double length = Number(Mark());
        return length >= 0 && length <= _bytes.Length && length == Math.Floor(length) ? (int)length : throw Damaged($"a length of {length}");
    }

    private double Number(byte type) => (char)type switch
    {
        'i' => (sbyte)Take(1)[0],
        'U' => Take(1)[0],
        'I' => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
        'l' => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        'L' => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        'd' => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        'D' => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        _ => throw Damaged($"a value of type 0x{type:x2}"),
    };

    private static int SizeOf(byte type) => (char)type switch
    {
        'i' or 'U' => 1,
        'I' => 2,
        'l' or 'd' => 4,
        'L' or 'D' => 8,
        _ => 0,
    };

    /// <summary>The next type; N is padding.</summary>
    private byte Mark()
    {
        while (Peek() == 'N')
            _at++;
        return _bytes[_at++];
    }

    private readonly byte Peek() => _at < _bytes.Length ? _bytes[_at] : throw Damaged("an end before its time");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
            throw Damaged("an end before its time");
        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    private readonly InvalidDataException Damaged(string what) => new($"The model is damaged or no UBJSON: {what}, at byte {_at}.");
}
