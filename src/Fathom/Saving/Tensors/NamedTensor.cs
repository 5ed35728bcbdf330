using System.Numerics;

namespace Fathom.Saving;

/// <summary>One array of a file of weights: its name, its axes, and its values, which are read when they are asked for.</summary>
public sealed class NamedTensor
{
    private readonly int[] _shape;
    private readonly long[]? _strides;
    private readonly TensorStorage _storage;
    private readonly long _start;

    /// <summary>Values as they lie in a file, from a byte on; neighbours along each axis as many values apart as the strides say, row-major where none are given.</summary>
    internal NamedTensor(string name, ElementType type, int[] shape, TensorStorage storage, long start, long[]? strides = null)
    {
        Name = name;
        Type = type;
        _shape = shape;
        _storage = storage;
        _start = start;
        _strides = strides is null || strides.AsSpan().SequenceEqual(RowMajor(shape)) ? null : strides;
    }

    /// <summary>The name in the file, for example <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>What the values are in the file.</summary>
    public ElementType Type { get; }

    /// <summary>The axes; none for a single number.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of values.</summary>
    public int Size => Count(_shape);

    /// <summary>The number of bytes the values take, row-major.</summary>
    public long ByteCount => (long)Size * ElementConversion.SizeOf(Type);

    /// <summary>Makes a tensor of one's own, to be written.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">Row-major; copied.</param>
    /// <param name="shape">The axes.</param>
    /// <param name="type">How the values are written: one of the types with fractions, rounded to the nearest.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The values do not fill the shape, or the type has no fractions.</exception>
    public static NamedTensor From(string name, ReadOnlySpan<float> values, ReadOnlySpan<int> shape, ElementType type = ElementType.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        int[] axes = shape.ToArray();
        if (Array.Exists(axes, axis => axis < 0) || Count(axes) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill a tensor '{name}' of shape ({string.Join(", ", axes)}). Give one value per entry.", nameof(values));
        return new NamedTensor(name, type, axes, new MemoryStorage(ElementConversion.Write(type, values)), 0);
    }

    /// <summary>Reads the values.</summary>
    /// <typeparam name="T">The type of number wanted. A fraction read as a whole number is cut off.</typeparam>
    /// <returns>A new array of <see cref="Size"/> values, row-major.</returns>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public T[] ToArray<T>() where T : unmanaged, INumber<T>
    {
        var values = new T[Size];
        // In pieces: only the result needs memory of its own.
        byte[] piece = new byte[(int)Math.Min(ByteCount, 1 << 20)];
        int size = ElementConversion.SizeOf(Type), perPiece = Math.Max(1, piece.Length / size);
        if (_strides is null)
            for (int at = 0; at < values.Length; at += perPiece)
            {
                Span<T> part = values.AsSpan(at, Math.Min(perPiece, values.Length - at));
                Span<byte> bytes = piece.AsSpan(0, part.Length * size);
                _storage.Read(_start + (long)at * size, bytes);
                ElementConversion.Read<T>(Type, bytes, part);
            }
        else ElementConversion.Read<T>(Type, Gather(), values);
        return values;
    }

    /// <summary>The same values under another name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>A tensor that reads the same place.</returns>
    public NamedTensor Renamed(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new NamedTensor(name, Type, _shape, _storage, _start, _strides);
    }

    /// <summary>Name, type and shape.</summary>
    /// <returns>For example <c>fc.weight Float32 (10, 64)</c>.</returns>
    public override string ToString() => $"{Name} {Type} ({string.Join(", ", _shape)})";

    /// <summary>Hands the bytes on, row-major.</summary>
    internal void CopyTo(Stream stream)
    {
        if (_strides is not null) stream.Write(Gather());
        else _storage.CopyTo(stream, _start, ByteCount);
    }

    internal static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int axis in shape) count = checked(count * axis);
        return count;
    }

    private static long[] RowMajor(int[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; stride *= Math.Max(1, shape[axis--])) strides[axis] = stride;
        return strides;
    }

    private byte[] Gather()
    {
        int size = ElementConversion.SizeOf(Type);
        byte[] bytes = new byte[checked(Size * size)];
        int[] index = new int[_shape.Length];
        for (int at = 0; at < bytes.Length; at += size)
        {
            long place = 0;
            for (int axis = 0; axis < index.Length; axis++) place += index[axis] * _strides![axis];
            _storage.Read(_start + place * size, bytes.AsSpan(at, size));
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == _shape[axis]; axis--) index[axis] = 0;
        }
        return bytes;
    }
}
