using System.Runtime.InteropServices;
using static Fathom.Saving.ProtobufFields;

namespace Fathom.Onnx;

/// <summary>Values that an ONNX model holds: <c>TensorProto</c>.</summary>
/// <param name="Shape">The axes; none for a scalar.</param>
/// <param name="Type">One of the element types of <c>TensorProto.DataType</c>.</param>
/// <param name="Content">The values, row-major, little-endian.</param>
internal sealed record OnnxTensor(IReadOnlyList<long> Shape, int Type, byte[] Content)
{
    /// <summary>TensorProto.FLOAT.</summary>
    public const int Float = 1;

    /// <summary>TensorProto.INT32.</summary>
    public const int Int32 = 6;

    /// <summary>TensorProto.INT64.</summary>
    public const int Int64 = 7;

    /// <summary>TensorProto.BOOL.</summary>
    public const int Bool = 9;

    public static OnnxTensor Of(ReadOnlySpan<float> values, params IReadOnlyList<long> shape) => new(shape, Float, MemoryMarshal.AsBytes(values).ToArray());

    public static OnnxTensor Of(ReadOnlySpan<long> values, params IReadOnlyList<long> shape) => new(shape, Int64, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The message, with a name where the tensor is one of a graph's.</summary>
    public byte[] Encode(string? name = null) => Message(tensor =>
    {
        foreach (long axis in Shape) Number(tensor, 1, axis);
        Number(tensor, 2, Type);
        if (name is not null) Text(tensor, 8, name);
        Bytes(tensor, 9, Content);
    });
}
