namespace Fathom.Trees;

/// <summary>
/// Columns whose values are replaced by their ranks among the column's distinct values, once per fit: every tree and node then sorts small whole numbers.
/// Takes 4 bytes per cell. Levels of categories keep their codes.
/// </summary>
internal sealed class RankedColumns
{
    private readonly float[][] _distinct;
    private readonly int[][] _ranks;
    private readonly int[] _levels;

    private RankedColumns(float[][] distinct, int[][] ranks, int[] levels, int rows)
    {
        _distinct = distinct;
        _ranks = ranks;
        _levels = levels;
        RowCount = rows;
    }

    internal int Count => _ranks.Length;

    internal int RowCount { get; }

    internal bool HasLevels => Array.Exists(_levels, count => count > 0);

    /// <summary>Ranks the columns.</summary>
    /// <param name="columns">Numbers or level codes; NaN is missing.</param>
    /// <param name="levels">The number of levels of each column; 0 for numbers.</param>
    /// <param name="workers">Spreads the columns over threads.</param>
    internal static RankedColumns Of(float[][] columns, int[] levels, Workers workers)
    {
        int rows = columns[0].Length;
        var distinct = new float[columns.Length][];
        var ranks = new int[columns.Length][];
        workers.For(columns.Length, (long)rows * columns.Length * 8, column =>
        {
            ranks[column] = new int[rows];
            distinct[column] = levels[column] > 0 ? [] : ValueRanks.Of(columns[column], ranks[column]);
            if (levels[column] > 0)
                CopyCodes(columns[column], ranks[column], levels[column]);
        });
        return new(distinct, ranks, levels, rows);
    }

    /// <summary>The rank of each row, or <see cref="MissingRank"/>.</summary>
    internal ReadOnlySpan<int> Ranks(int column) => _ranks[column];

    /// <summary>The rank that stands for missing values: one above the greatest.</summary>
    internal int MissingRank(int column) => _levels[column] > 0 ? _levels[column] : _distinct[column].Length;

    /// <summary>The number of levels; 0 for numbers.</summary>
    internal int Levels(int column) => _levels[column];

    /// <summary>The distinct values of a column of numbers, ascending.</summary>
    internal ReadOnlySpan<float> Distinct(int column) => _distinct[column];

    /// <summary>Some of the columns; nothing is copied.</summary>
    internal RankedColumns Take(int[] columns) => new(
        Array.ConvertAll(columns, column => _distinct[column]), Array.ConvertAll(columns, column => _ranks[column]), Array.ConvertAll(columns, column => _levels[column]), RowCount);

    private static void CopyCodes(float[] codes, int[] ranks, int levels)
    {
        for (int row = 0; row < codes.Length; row++)
            ranks[row] = float.IsNaN(codes[row]) ? levels : (int)codes[row];
    }
}
