namespace Fathom.Forecasting;

/// <summary>
/// Named columns over the times of a series. Row t holds what is known at time t, from observations up to t only; rows before
/// <see cref="WarmUp"/> may lack history and are never used by tabular models.
/// </summary>
public sealed class FeatureTable
{
    /// <summary>Rows at the start that tabular features need as history: a month of trading days.</summary>
    public const int WarmUp = 22;

    private readonly double[][] _columns;

    internal FeatureTable(IReadOnlyList<(string Name, double[] Values)> columns)
    {
        Names = [.. columns.Select(column => column.Name)];
        _columns = [.. columns.Select(column => column.Values)];
    }

    /// <summary>Names of the columns, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A column, one value per time of the series; null where there is none of that name.</summary>
    /// <param name="name">The name.</param>
    public double[]? Column(string name)
    {
        int place = Names.ToList().IndexOf(name);
        return place < 0 ? null : _columns[place];
    }

    /// <summary>The rows of some times as a matrix.</summary>
    /// <param name="rows">Rows of the series.</param>
    /// <returns>Shape (rows, columns).</returns>
    public double[,] Rows(ReadOnlySpan<int> rows)
    {
        var matrix = new double[rows.Length, _columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int column = 0; column < _columns.Length; column++)
                matrix[i, column] = _columns[column][rows[i]];
        }

        return matrix;
    }

    /// <summary>All rows in single precision, row after row: the resident array that sequence models cut their windows from.</summary>
    /// <returns>(times × columns) values, row-major.</returns>
    public float[] Flat()
    {
        int rows = _columns[0].Length;
        var flat = new float[rows * _columns.Length];
        for (int column = 0; column < _columns.Length; column++)
        {
            for (int row = 0; row < rows; row++)
                flat[row * _columns.Length + column] = (float)_columns[column][row];
        }

        return flat;
    }

    /// <summary>Some of the columns.</summary>
    /// <param name="names">Names of columns that exist.</param>
    internal FeatureTable Select(params IEnumerable<string> names) =>
        new([.. names.Select(name => (name, Column(name) ?? throw new ArgumentException($"There is no feature '{name}' among {string.Join(", ", Names)}.")))]);
}
