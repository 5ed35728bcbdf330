using System.Runtime.InteropServices;
using Fathom.Saving;
using Google.Protobuf;

namespace Fathom.Onnx;

/// <summary>Reads the messages of an ONNX file that a model needs, and passes over the others.</summary>
internal static class OnnxReader
{
    /// <exception cref="ModelFormatException">The file is damaged, or no ONNX model.</exception>
    public static OnnxDescription Read(byte[] file, string path)
    {
        try
        {
            byte[]? graph = null;
            long operatorSet = 0;
            foreach (Field field in Fields(file))
            {
                if (field.Number == 7) graph = field.Content;
                if (field.Number != 8) continue;
                Field[] set = [.. Fields(field.Content)];
                if (set.Where(part => part.Number == 1).All(part => part.Text is "" or "ai.onnx")) operatorSet = set.FirstOrDefault(part => part.Number == 2).Value;
            }
            return graph is not null && operatorSet > 0
                ? ReadGraph(graph, operatorSet)
                : throw new ModelFormatException($"'{path}' holds no ONNX model: it has no graph, or names no operator set. Check the file.");
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or OverflowException or ArgumentException)
        {
            throw new ModelFormatException($"The ONNX file '{path}' is damaged: {e.Message} Get it anew.", e);
        }
    }

    private static OnnxDescription ReadGraph(byte[] graph, long operatorSet)
    {
        var nodes = new List<OnnxNode>();
        var values = new Dictionary<string, OnnxTensor>();
        var inputs = new List<(string, IReadOnlyList<long>)>();
        var outputs = new List<string>();
        foreach (Field field in Fields(graph))
            switch (field.Number)
            {
                case 1:
                    nodes.Add(ReadNode(field.Content));
                    break;
                case 5:
                    (string name, OnnxTensor value) = ReadTensor(field.Content);
                    values[name] = value;
                    break;
                case 11:
                    inputs.Add(ReadInput(field.Content));
                    break;
                case 12:
                    outputs.Add(Fields(field.Content).FirstOrDefault(part => part.Number == 1).Text);
                    break;
            }
        // Older files list their weights among the inputs.
        return new OnnxDescription(nodes, values, [.. inputs.Where(input => !values.ContainsKey(input.Item1))], outputs, operatorSet);
    }

    private static OnnxNode ReadNode(byte[] node)
    {
        Field[] fields = [.. Fields(node)];
        return new OnnxNode(
            fields.FirstOrDefault(field => field.Number == 4).Text,
            [.. fields.Where(field => field.Number == 1).Select(field => field.Text)],
            [.. fields.Where(field => field.Number == 2).Select(field => field.Text)],
            [.. fields.Where(field => field.Number == 5).Select(field => ReadAttribute(field.Content)).OfType<(string, object)>()]);
    }

    private static (string Name, object Value)? ReadAttribute(byte[] attribute)
    {
        Field[] fields = [.. Fields(attribute)];
        long[] whole = [.. fields.Where(field => field.Number == 8).SelectMany(field => field.Numbers)];
        object? value = fields.FirstOrDefault(field => field.Number == 20).Value switch
        {
            1 => fields.FirstOrDefault(field => field.Number == 2).Single,
            2 => fields.FirstOrDefault(field => field.Number == 3).Value,
            3 => fields.FirstOrDefault(field => field.Number == 4).Text,
            4 => ReadTensor(fields.FirstOrDefault(field => field.Number == 5).Content).Value,
            7 => Array.ConvertAll(whole, number => checked((int)number)),
            // Those of operators that are not known here.
            _ => null,
        };
        return value is null ? null : (fields.FirstOrDefault(field => field.Number == 1).Text, value);
    }

    // Half precision widens to single.
    private static (string Name, OnnxTensor Value) ReadTensor(byte[] tensor)
    {
        Field[] fields = [.. Fields(tensor)];
        string name = fields.FirstOrDefault(field => field.Number == 8).Text;
        long[] axes = [.. fields.Where(field => field.Number == 1).SelectMany(field => field.Numbers)];
        byte[] raw = fields.FirstOrDefault(field => field.Number == 9).Content;
        Field[] floats = [.. fields.Where(field => field.Number == 4)];
        long[] whole = [.. fields.Where(field => field.Number is 5 or 7).SelectMany(field => field.Numbers)];
        OnnxTensor value = fields.FirstOrDefault(field => field.Number == 2).Value switch
        {
            OnnxTensor.Float when floats.Length > 0 => new OnnxTensor(axes, OnnxTensor.Float, [.. floats.SelectMany(field => field.Content)]),
            OnnxTensor.Float => new OnnxTensor(axes, OnnxTensor.Float, raw),
            10 when whole.Length > 0 => OnnxTensor.Of(Array.ConvertAll(whole, bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)), axes),
            10 => OnnxTensor.Of(Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(raw).ToArray(), number => (float)number), axes),
            11 => OnnxTensor.Of(Array.ConvertAll(MemoryMarshal.Cast<byte, double>(raw).ToArray(), number => (float)number), axes),
            OnnxTensor.Int64 or 6 when whole.Length > 0 => OnnxTensor.Of(whole, axes),
            OnnxTensor.Int64 => new OnnxTensor(axes, OnnxTensor.Int64, raw),
            6 => OnnxTensor.Of(Array.ConvertAll(MemoryMarshal.Cast<byte, int>(raw).ToArray(), number => (long)number), axes),
            long other => throw new ModelFormatException($"The ONNX value '{name}' has the element type {other}; single, half and double precision and whole numbers are known here."),
        };
        long count = axes.Aggregate(1L, (product, axis) => axis >= 0 ? checked(product * axis) : throw new ModelFormatException($"The ONNX value '{name}' has an axis of length {axis}. Get the file anew."));
        long size = checked(count * (value.Type == OnnxTensor.Float ? sizeof(float) : sizeof(long)));
        return value.Content.Length == size
            ? (name, value)
            : throw new ModelFormatException($"The ONNX value '{name}' is ({string.Join(", ", axes)}), {size:N0} bytes, but {value.Content.Length:N0} are there. Get the file anew; weights in a file of their own are not read here.");
    }

    private static (string Name, IReadOnlyList<long> Axes) ReadInput(byte[] input)
    {
        // The type, of it the tensor's, of it the shape, of it the axes, of them the lengths.
        IEnumerable<Field> axes = Within(Within(Within(Within([new Field(0, null, input)], 2), 1), 2), 1);
        return (Fields(input).FirstOrDefault(field => field.Number == 1).Text, [.. axes.Select(axis => Fields(axis.Content).FirstOrDefault(part => part.Number == 1).Value)]);

        static IEnumerable<Field> Within(IEnumerable<Field> messages, int number) => messages.SelectMany(message => Fields(message.Content)).Where(field => field.Number == number);
    }

    private static IEnumerable<Field> Fields(byte[] message)
    {
        if (message.Length == 0) yield break;
        using var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    yield return new Field(number, input.ReadInt64(), []);
                    break;
                case WireFormat.WireType.LengthDelimited:
                    yield return new Field(number, null, input.ReadBytes().ToByteArray());
                    break;
                case WireFormat.WireType.Fixed32:
                    yield return new Field(number, null, BitConverter.GetBytes(input.ReadFixed32()));
                    break;
                case WireFormat.WireType.Fixed64:
                    yield return new Field(number, null, BitConverter.GetBytes(input.ReadFixed64()));
                    break;
                default:
                    throw new ModelFormatException("The ONNX file holds a group, which no ONNX message has. Get it anew.");
            }
        }
    }

    // A number, or the bytes of anything else.
    private readonly record struct Field(int Number, long? Whole, byte[] Bytes)
    {
        public long Value => Whole ?? 0;

        public byte[] Content => Bytes ?? [];

        public string Text => System.Text.Encoding.UTF8.GetString(Content);

        public float Single => Content.Length == sizeof(float) ? BitConverter.ToSingle(Content) : 0;

        // One by one, or packed.
        public IEnumerable<long> Numbers => Whole is long one ? [one] : Packed(Content);

        private static IEnumerable<long> Packed(byte[] content)
        {
            using var input = new CodedInputStream(content);
            while (!input.IsAtEnd) yield return input.ReadInt64();
        }
    }
}
