using System.Numerics;
using System.Runtime.InteropServices;

namespace Fathom.Saving;

/// <summary>The bytes of stored values, little-endian, to numbers and back.</summary>
internal static class ElementConversion
{
    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 or ElementType.UInt16 => 2,
        _ => 1,
    };

    public static void Read<T>(ElementType type, ReadOnlySpan<byte> bytes, Span<T> values) where T : unmanaged, INumber<T>
    {
        switch (type)
        {
            case ElementType.Float64: Convert<double, T>(bytes, values); break;
            case ElementType.Float32: Convert<float, T>(bytes, values); break;
            case ElementType.Float16: Convert<Half, T>(bytes, values); break;
            case ElementType.BFloat16:
                ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < values.Length; i++) values[i] = T.CreateTruncating(BitConverter.Int32BitsToSingle(halves[i] << 16));
                break;
            case ElementType.Int64: Convert<long, T>(bytes, values); break;
            case ElementType.Int32: Convert<int, T>(bytes, values); break;
            case ElementType.Int16: Convert<short, T>(bytes, values); break;
            case ElementType.Int8: Convert<sbyte, T>(bytes, values); break;
            case ElementType.UInt64: Convert<ulong, T>(bytes, values); break;
            case ElementType.UInt32: Convert<uint, T>(bytes, values); break;
            case ElementType.UInt16: Convert<ushort, T>(bytes, values); break;
            case ElementType.UInt8: Convert<byte, T>(bytes, values); break;
            default:
                for (int i = 0; i < values.Length; i++) values[i] = bytes[i] == 0 ? T.Zero : T.One;
                break;
        }
    }

    public static byte[] Write(ElementType type, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[checked(values.Length * SizeOf(type))];
        switch (type)
        {
            case ElementType.Float32: MemoryMarshal.AsBytes(values).CopyTo(bytes); break;
            case ElementType.Float64: Fill<double>(bytes, values); break;
            case ElementType.Float16: Fill<Half>(bytes, values); break;
            case ElementType.BFloat16:
                Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
                for (int i = 0; i < halves.Length; i++) halves[i] = UpperHalf(values[i]);
                break;
            default: throw new ArgumentException($"Weights are numbers with fractions and cannot be written as {type}. Choose Float32, Float64, Float16 or BFloat16.", nameof(type));
        }
        return bytes;
    }

    // To the nearest, ties to the even one; what is no number stays none.
    private static ushort UpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)(float.IsNaN(value) ? (bits >> 16) | 0x40 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static void Convert<TFrom, T>(ReadOnlySpan<byte> bytes, Span<T> values) where TFrom : unmanaged, INumber<TFrom> where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        if (typeof(TFrom) == typeof(T)) MemoryMarshal.Cast<TFrom, T>(from)[..values.Length].CopyTo(values);
        else
            for (int i = 0; i < values.Length; i++) values[i] = T.CreateTruncating(from[i]);
    }

    private static void Fill<TTo>(Span<byte> bytes, ReadOnlySpan<float> values) where TTo : unmanaged, INumber<TTo>
    {
        Span<TTo> to = MemoryMarshal.Cast<byte, TTo>(bytes);
        for (int i = 0; i < to.Length; i++) to[i] = TTo.CreateTruncating(values[i]);
    }
}
