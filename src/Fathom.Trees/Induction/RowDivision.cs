namespace Fathom.Trees;

/// <summary>Moves the rows of a node to its children's sides; the order within each side is kept, so that columns are read forwards.</summary>
internal static class RowDivision
{
    /// <returns>The number of rows on the left.</returns>
    internal static int Apply(RankedColumns columns, in Cut cut, Span<int> rows, Span<int> spare)
    {
        ReadOnlySpan<int> ranks = columns.Ranks(cut.Feature);
        int missingRank = columns.MissingRank(cut.Feature);
        return cut.LeftLevels is null
            ? ByRank(ranks, in cut, missingRank, rows, spare)
            : ByLevel(ranks, in cut, missingRank, rows, spare);
    }

    private static int ByRank(ReadOnlySpan<int> ranks, in Cut cut, int missingRank, Span<int> rows, Span<int> spare)
    {
        int left = 0, right = 0, lastLeft = cut.Rank, missingLeft = Bit.Of(cut.MissingLeft ?? false);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i], rank = ranks[row];
            // Both are written; only one place moves on.
            rows[left] = row;
            spare[right] = row;
            int goesLeft = Bit.Of(rank <= lastLeft) | (Bit.Of(rank == missingRank) & missingLeft);
            left += goesLeft;
            right += 1 - goesLeft;
        }
        spare[..right].CopyTo(rows[left..]);
        return left;
    }

    private static int ByLevel(ReadOnlySpan<int> ranks, in Cut cut, int missingRank, Span<int> rows, Span<int> spare)
    {
        var goesLeft = new bool[missingRank + 1];
        foreach (int level in cut.LeftLevels!)
            goesLeft[level] = true;
        goesLeft[missingRank] = cut.MissingLeft ?? false;
        int left = 0, right = 0;
        foreach (int row in rows)
        {
            if (goesLeft[ranks[row]])
                rows[left++] = row;
            else
                spare[right++] = row;
        }
        spare[..right].CopyTo(rows[left..]);
        return left;
    }
}
