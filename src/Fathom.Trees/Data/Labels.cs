namespace Fathom.Trees;

/// <summary>
/// What a model learns to predict, one finite number per row: a target value for a regressor, a class number 0, 1, 2, … for a classifier.
/// Arrays of <c>float</c>, <c>double</c> and <c>int</c> convert implicitly.
/// </summary>
public sealed class Labels
{
    private readonly double[] _values;

    /// <summary>Copies labels.</summary>
    /// <param name="values">One finite value per row.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public Labels(ReadOnlySpan<double> values) : this(values.ToArray())
    {
    }

    private Labels(double[] owned)
    {
        for (int row = 0; row < owned.Length; row++)
        {
            if (!double.IsFinite(owned[row]))
                throw new ArgumentException($"Label {row} is {owned[row]}. Drop the rows whose label is unknown; only features may be missing.");
        }
        _values = owned;
    }

    /// <summary>The number of labels.</summary>
    public int Count => _values.Length;

    /// <summary>The labels, one per row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Takes numbers as labels.</summary>
    public static implicit operator Labels(float[] values) => Convert(values, v => v);

    /// <summary>Takes numbers as labels.</summary>
    public static implicit operator Labels(double[] values) => Convert(values, v => v);

    /// <summary>Takes class numbers as labels.</summary>
    public static implicit operator Labels(int[] values) => Convert(values, v => v);

    private static Labels Convert<T>(T[] values, Converter<T, double> convert)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(Array.ConvertAll(values, convert));
    }
}
