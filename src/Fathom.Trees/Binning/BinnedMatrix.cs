using System.Runtime.InteropServices;

namespace Fathom.Trees;

/// <summary>
/// Rows as bin numbers, one byte per cell. Columns stand in groups of eight, so that one 64-bit load fetches eight cells of a row.
/// </summary>
internal sealed class BinnedMatrix
{
    internal const int GroupSize = 8;

    private readonly ulong[][] _groups;

    private BinnedMatrix(FeatureBins[] bins, ulong[][] groups, bool[] hasMissing, int rows)
    {
        Bins = bins;
        _groups = groups;
        HasMissing = hasMissing;
        Rows = rows;
    }

    internal int Rows { get; }

    internal FeatureBins[] Bins { get; }

    /// <summary>Per column: whether a row lacks a value.</summary>
    internal bool[] HasMissing { get; }

    internal int FeatureCount => Bins.Length;

    internal int GroupCount => _groups.Length;

    /// <summary>The cells of a group's eight columns, row after row; the first column is the lowest byte.</summary>
    internal ulong[] Group(int group) => _groups[group];

    /// <summary>Chooses bins from the columns and fills them.</summary>
    /// <param name="columns">Numbers, or codes of category levels.</param>
    /// <param name="levels">Per column: the number of its levels, or 0 for numbers.</param>
    /// <param name="maxBins">The most bins of a column, besides that of the missing values.</param>
    /// <param name="seed">Chooses the rows that quantiles are taken from.</param>
    /// <param name="workers">Spreads the work.</param>
    internal static BinnedMatrix Learn(float[][] columns, int[] levels, int maxBins, int seed, Workers workers)
    {
        var bins = new FeatureBins[columns.Length];
        var sampling = new CounterHash(seed, 0, RandomPurpose.QuantileSample);
        int rows = columns[0].Length;
        workers.For(columns.Length, (long)columns.Length * rows * 20, column =>
            bins[column] = levels[column] > 0
                ? CategoryBins.Learn(columns[column], levels[column], maxBins)
                : new NumericBins(QuantileCuts.Choose(columns[column], maxBins, sampling)));
        return Apply(columns, bins, workers);
    }

    /// <summary>Fills bins that were chosen before.</summary>
    private static BinnedMatrix Apply(float[][] columns, FeatureBins[] bins, Workers workers)
    {
        int rows = columns[0].Length;
        var groups = new ulong[(columns.Length + GroupSize - 1) / GroupSize][];
        for (int group = 0; group < groups.Length; group++)
            groups[group] = new ulong[rows];
        var missing = new bool[columns.Length];
        workers.ForRows(rows, 10 * columns.Length, (start, end) =>
        {
            for (int column = 0; column < columns.Length; column++)
            {
                if (Fill(columns[column], bins[column], groups[column / GroupSize], column % GroupSize, start, end))
                    Volatile.Write(ref missing[column], true);
            }
        });
        return new(bins, groups, missing, rows);
    }

    /// <summary>The same bins over columns of which some differ; groups without such a column are shared.</summary>
    /// <param name="columns">The columns of this matrix.</param>
    /// <param name="others">Columns that are the same arrays, or differ in their values.</param>
    /// <param name="workers">Spreads the work.</param>
    internal BinnedMatrix With(float[][] columns, float[][] others, Workers workers)
    {
        var groups = (ulong[][])_groups.Clone();
        for (int group = 0; group < groups.Length; group++)
        {
            int first = group * GroupSize, count = Math.Min(GroupSize, columns.Length - first);
            if (columns.AsSpan(first, count).SequenceEqual(others.AsSpan(first, count)))
                continue;
            groups[group] = Apply(others[first..(first + count)], Bins[first..(first + count)], workers)._groups[0];
        }
        return new(Bins, groups, HasMissing, Rows);
    }

    /// <summary>Writes one column's cells and says whether any is missing.</summary>
    private static bool Fill(float[] column, FeatureBins bins, ulong[] group, int lane, int start, int end)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Fathom.Trees lays bins out for little-endian processors.");
        Span<byte> cells = MemoryMarshal.AsBytes(group.AsSpan());
        bool missing = false;
        for (int row = start; row < end; row++)
        {
            byte bin = bins.BinOf(column[row]);
            cells[row * GroupSize + lane] = bin;
            missing |= bin == 0;
        }
        return missing;
    }
}
