namespace Fathom.Trees;

/// <summary>
/// How much each column moved each row's raw score away from the mean: Shapley values, which sum to the score
/// (for classes: the log odds, or the score of a class before softmax).
/// </summary>
public sealed class ShapValues
{
    private readonly double[] _values;

    internal ShapValues(double[] values, double[] baseValues, IReadOnlyList<string> names)
    {
        _values = values;
        BaseValues = baseValues;
        Names = names;
    }

    /// <summary>The columns' names, or "f0", "f1", … where they have none.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Per output the mean raw score, from which the columns move away.</summary>
    public IReadOnlyList<double> BaseValues { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _values.Length / (Names.Count * BaseValues.Count);

    /// <summary>The number of columns.</summary>
    public int ColumnCount => Names.Count;

    /// <summary>The number of raw scores per row.</summary>
    public int Outputs => BaseValues.Count;

    /// <summary>A column's part in a row's raw score.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="output">The output: 0, or the class.</param>
    public double this[int row, int column, int output = 0] => Of(row, output)[column];

    /// <summary>The columns' parts in a row's raw score.</summary>
    /// <param name="row">The row.</param>
    /// <param name="output">The output: 0, or the class.</param>
    public ReadOnlySpan<double> Of(int row, int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)Outputs, nameof(output));
        return _values.AsSpan((row * Outputs + output) * ColumnCount, ColumnCount);
    }

    /// <summary>The raw score of a row: the mean and all columns' parts.</summary>
    /// <param name="row">The row.</param>
    /// <param name="output">The output: 0, or the class.</param>
    public double Score(int row, int output = 0)
    {
        double sum = BaseValues[output];
        foreach (double value in Of(row, output))
            sum += value;
        return sum;
    }

    /// <summary>The mean size of each column's part over all rows and outputs: how much the column matters to predictions, in units of the raw score.</summary>
    /// <returns>One number per column, in the columns' order.</returns>
    public double[] MeanSizes()
    {
        var sizes = new double[ColumnCount];
        for (int i = 0; i < _values.Length; i++)
            sizes[i % ColumnCount] += Math.Abs(_values[i]);
        int parts = Math.Max(1, _values.Length / ColumnCount);
        return Array.ConvertAll(sizes, size => size / parts);
    }
}
