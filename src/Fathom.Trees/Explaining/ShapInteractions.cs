namespace Fathom.Trees;

/// <summary>
/// How pairs of columns moved each row's raw score together (Lundberg et al. 2020, Shapley interaction values): a symmetric matrix per row whose rows sum to the
/// columns' Shapley values. The diagonal is what a column does alone.
/// </summary>
public sealed class ShapInteractions
{
    private readonly double[] _values;

    internal ShapInteractions(double[] values, double[] baseValues, IReadOnlyList<string> names)
    {
        _values = values;
        BaseValues = baseValues;
        Names = names;
    }

    /// <summary>The columns' names, or "f0", "f1", … where they have none.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Per output the mean raw score.</summary>
    public IReadOnlyList<double> BaseValues { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _values.Length / (Names.Count * Names.Count * BaseValues.Count);

    /// <summary>What two columns did together to a row's raw score: half of it, the other half stands on the other side of the diagonal.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">A column.</param>
    /// <param name="second">A column; the same for what it does alone.</param>
    /// <param name="output">The output: 0, or the class.</param>
    public double this[int row, int first, int second, int output = 0]
    {
        get
        {
            int columns = Names.Count;
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)first, (uint)columns, nameof(first));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)second, (uint)columns, nameof(second));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)BaseValues.Count, nameof(output));
            return _values[((row * BaseValues.Count + output) * columns + first) * columns + second];
        }
    }
}
