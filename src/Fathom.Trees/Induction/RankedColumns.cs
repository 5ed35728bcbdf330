namespace Fathom.Trees;

/// <summary>
/// Columns whose values are replaced by whole numbers in the same order, once per fit: by their ranks among the column's distinct values where nodes sort them, by their own
/// bits where cuts are drawn at random and nothing is sorted. Takes 4 bytes per cell. Levels of categories keep their codes.
/// </summary>
internal sealed class RankedColumns
{
    /// <summary>Above the bits of every number.</summary>
    private const int MissingBits = int.MaxValue;

    private readonly float[]?[] _distinct;
    private readonly int[][] _ranks;
    private readonly int[] _levels;

    private RankedColumns(float[]?[] distinct, int[][] ranks, int[] levels, int rows)
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
    /// <param name="splitter">Whether nodes will sort.</param>
    /// <param name="workers">Spreads the columns over threads.</param>
    internal static RankedColumns Of(float[][] columns, int[] levels, Splitter splitter, Workers workers)
    {
        int rows = columns[0].Length;
        var distinct = new float[]?[columns.Length];
        var ranks = new int[columns.Length][];
        workers.For(columns.Length, (long)rows * columns.Length * 8, column =>
        {
            ranks[column] = new int[rows];
            if (levels[column] > 0)
                CopyCodes(columns[column], ranks[column], levels[column]);
            else if (splitter == Splitter.Random)
                CopyBits(columns[column], ranks[column]);
            else
                distinct[column] = ValueRanks.Of(columns[column], ranks[column]);
        });
        return new(distinct, ranks, levels, rows);
    }

    /// <summary>The rank of each row, or <see cref="MissingRank"/>.</summary>
    internal ReadOnlySpan<int> Ranks(int column) => _ranks[column];

    /// <summary>The rank that stands for missing values, above that of any value.</summary>
    internal int MissingRank(int column) => _levels[column] > 0 ? _levels[column] : _distinct[column]?.Length ?? MissingBits;

    /// <summary>The number of levels; 0 for numbers.</summary>
    internal int Levels(int column) => _levels[column];

    /// <summary>The number that a rank stands for.</summary>
    internal double ValueOf(int column, int rank) => _distinct[column] is { } values ? values[rank] : ValueRanks.FromOrdered(rank);

    /// <summary>The threshold midway between two ranks; positive infinity where nothing known is above.</summary>
    internal double Between(int column, int below, int? above) => above is { } next ? ValueOf(column, below) / 2 + ValueOf(column, next) / 2 : double.PositiveInfinity;

    /// <summary>Some of the columns; nothing is copied.</summary>
    internal RankedColumns Take(int[] columns) => new(
        Array.ConvertAll(columns, column => _distinct[column]), Array.ConvertAll(columns, column => _ranks[column]), Array.ConvertAll(columns, column => _levels[column]), RowCount);

    private static void CopyBits(float[] values, int[] ranks)
    {
        for (int row = 0; row < values.Length; row++)
            ranks[row] = float.IsNaN(values[row]) ? MissingBits : ValueRanks.ToOrdered(values[row]);
    }

    private static void CopyCodes(float[] codes, int[] ranks, int levels)
    {
        for (int row = 0; row < codes.Length; row++)
            ranks[row] = float.IsNaN(codes[row]) ? levels : (int)codes[row];
    }
}
