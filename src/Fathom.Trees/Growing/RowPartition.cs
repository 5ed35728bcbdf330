namespace Fathom.Trees;

/// <summary>
/// The rows a tree learns from, each node's in one run, and their packed derivatives in the same order: histograms read them without gathering.
/// Splitting keeps the order of rows, so the result does not depend on the number of threads.
/// </summary>
internal sealed unsafe class RowPartition(int capacity, Workers workers)
{
    /// <summary>A node is split by several threads from this many rows on.</summary>
    private const int ParallelRows = 1 << 16;

    private readonly int[] _leftRows = new int[capacity];
    private readonly int[] _rightRows = new int[capacity];
    private readonly long[] _leftPacked = new long[capacity];
    private readonly long[] _rightPacked = new long[capacity];

    /// <summary>Row numbers; the first <see cref="Count"/> are in use.</summary>
    internal int[] Rows { get; } = new int[capacity];

    /// <summary>The packed derivatives of <see cref="Rows"/>.</summary>
    internal long[] Packed { get; } = new long[capacity];

    internal int Count { get; private set; }

    /// <summary>Whether all rows of the data are here, in their order.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>The packed derivatives of all rows in use, summed.</summary>
    internal long Total()
    {
        long total = 0;
        for (int i = 0; i < Count; i++)
            total += Packed[i];
        return total;
    }

    /// <summary>Starts a tree on all rows.</summary>
    internal void Reset()
    {
        Count = capacity;
        IsComplete = true;
        workers.ForRows(capacity, 1, (start, end) =>
        {
            for (int row = start; row < end; row++)
                Rows[row] = row;
        });
    }

    /// <summary>Starts a tree on chosen rows, ascending.</summary>
    internal void Reset(ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        IsComplete = rows.Length == capacity;
        rows.CopyTo(Rows);
    }

    /// <summary>Brings a node's rows that go left before those that go right and returns how many go left.</summary>
    internal int Split(GrowingNode node, BinnedMatrix data)
    {
        SplitCandidate split = node.Split;
        byte* goesLeft = stackalloc byte[HistogramKernels.BinsPerFeature];
        for (int bin = 0; bin < HistogramKernels.BinsPerFeature; bin++)
            goesLeft[bin] = split.GoesLeft(bin) ? (byte)1 : (byte)0;
        ulong[] group = data.Group(split.Feature / BinnedMatrix.GroupSize);
        int lane = split.Feature % BinnedMatrix.GroupSize;

        int pieces = node.Count < ParallelRows ? 1 : 2 * workers.Threads;
        int Start(int piece) => node.Begin + (int)((long)node.Count * piece / pieces);
        var lefts = new int[pieces];
        workers.For(pieces, node.Count, piece => lefts[piece] = Separate(group, lane, goesLeft, Start(piece), Start(piece + 1)));
        int total = lefts.Sum();
        workers.For(pieces, node.Count, piece =>
        {
            int start = Start(piece), length = Start(piece + 1) - start, left = lefts[piece];
            int leftBefore = lefts.Take(piece).Sum();
            int toLeft = node.Begin + leftBefore, toRight = node.Begin + total + (start - node.Begin - leftBefore);
            Array.Copy(_leftRows, start, Rows, toLeft, left);
            Array.Copy(_leftPacked, start, Packed, toLeft, left);
            Array.Copy(_rightRows, start, Rows, toRight, length - left);
            Array.Copy(_rightPacked, start, Packed, toRight, length - left);
        });
        return total;
    }

    /// <summary>Writes each row to both sides and advances only the side it belongs to: no branch to mispredict.</summary>
    private int Separate(ulong[] group, int lane, byte* goesLeft, int start, int end)
    {
        fixed (ulong* groupCells = group)
        fixed (int* rows = Rows, leftRows = _leftRows, rightRows = _rightRows)
        fixed (long* packed = Packed, leftPacked = _leftPacked, rightPacked = _rightPacked)
        {
            byte* cells = (byte*)groupCells + lane;
            int left = start, right = start;
            for (int i = start; i < end; i++)
            {
                int row = rows[i];
                long value = packed[i];
                int isLeft = goesLeft[cells[(long)row * BinnedMatrix.GroupSize]];
                leftRows[left] = row;
                leftPacked[left] = value;
                rightRows[right] = row;
                rightPacked[right] = value;
                left += isLeft;
                right += 1 - isLeft;
            }
            return left - start;
        }
    }
}
