using static TorchSharp.torch;

namespace Fathom;

/// <summary>
/// Numbers as they enter a model: an array whose first axis counts samples. Arrays and tensors convert to it by themselves; their values are copied, so
/// later changes to the array do not reach the model.
/// </summary>
public sealed class Samples
{
    private readonly float[] _values;

    private Samples(float[] values, int count, Shape shape)
    {
        _values = values;
        Count = count;
        Shape = shape;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The shape of one sample; none for a plain vector of numbers.</summary>
    public Shape Shape { get; }

    /// <summary>All values, row-major, sample after sample.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Takes values laid out row-major.</summary>
    /// <param name="values">Sample after sample; copied.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="ShapeException">The values do not fill a whole number of samples.</exception>
    public static Samples From(ReadOnlySpan<float> values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return values.Length % shape.Size == 0
            ? new Samples(values.ToArray(), values.Length / shape.Size, shape)
            : throw new ShapeException($"{values.Length} values do not fill a whole number of samples of shape {shape}, which hold {shape.Size} values each. Check the shape.");
    }

    /// <summary>One number per sample.</summary>
    /// <param name="values">(samples).</param>
    public static implicit operator Samples(float[] values) => FromArray(values, values => values);

    /// <summary>One number per sample; rounded to single precision.</summary>
    /// <param name="values">(samples).</param>
    public static implicit operator Samples(double[] values) => FromArray(values, values => Array.ConvertAll(values, value => (float)value));

    /// <summary>One whole number per sample, for example a class.</summary>
    /// <param name="values">(samples).</param>
    public static implicit operator Samples(int[] values) => FromArray(values, values => Array.ConvertAll(values, value => (float)value));

    /// <summary>A row of features per sample.</summary>
    /// <param name="values">(samples, features).</param>
    public static implicit operator Samples(float[,] values) => FromArray(values, Unroll);

    /// <summary>A sequence per sample.</summary>
    /// <param name="values">(samples, timesteps, features).</param>
    public static implicit operator Samples(float[,,] values) => FromArray(values, Unroll);

    /// <summary>An image per sample.</summary>
    /// <param name="values">(samples, height, width, channels).</param>
    public static implicit operator Samples(float[,,,] values) => FromArray(values, Unroll);

    /// <summary>Any tensor whose first axis counts samples.</summary>
    /// <param name="tensor">(samples, …); any type that converts to single precision, on any device.</param>
    public static implicit operator Samples(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.ndim == 0) throw new ShapeException("A scalar tensor holds no samples. Give it a first axis that counts them.");
        using var scope = NewDisposeScope();
        return new Samples(
            tensor.detach().to(float32).cpu().contiguous().data<float>().ToArray(), (int)tensor.shape[0], new Shape([.. tensor.shape.Skip(1).Select(axis => (int)axis)]));
    }

    /// <summary>The values as a tensor of their own.</summary>
    /// <returns>(samples, …) on the CPU.</returns>
    public Tensor ToTensor()
    {
        using Tensor aliased = tensor(_values, Shape.WithBatch(Count));
        return aliased.clone();
    }

    /// <summary>The values one after another.</summary>
    /// <returns>A new array.</returns>
    public float[] ToArray() => [.. _values];

    /// <summary>The values as a matrix, all axes after the first laid side by side.</summary>
    /// <returns>(samples, values per sample).</returns>
    public float[,] ToMatrix()
    {
        float[,] matrix = new float[Count, Count == 0 ? 0 : _values.Length / Count];
        Buffer.BlockCopy(_values, 0, matrix, 0, _values.Length * sizeof(float));
        return matrix;
    }

    /// <summary>Wraps an array that nobody else will touch.</summary>
    internal static Samples Adopt(float[] values, int count, Shape shape) => new(values, count, shape);

    private static Samples FromArray<T>(T array, Func<T, float[]> flatten) where T : class
    {
        ArgumentNullException.ThrowIfNull(array);
        var source = (Array)(object)array;
        int[] axes = new int[source.Rank - 1];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = source.GetLength(i + 1);
            if (axes[i] == 0) throw new ShapeException($"The data has an axis of length 0 (axis {i + 1} of {source.Rank}). Every sample needs at least one value.");
        }
        float[] values = flatten(array);
        return new Samples(ReferenceEquals(values, array) ? [.. values] : values, source.GetLength(0), new Shape(axes));
    }

    private static float[] Unroll(Array array)
    {
        float[] values = new float[array.Length];
        Buffer.BlockCopy(array, 0, values, 0, values.Length * sizeof(float));
        return values;
    }
}
