using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Trees;

/// <summary>
/// The rows a tree learns from, each node's in one run. Splitting keeps the order of rows, so the result does not depend on the number of threads.
/// </summary>
internal sealed unsafe class RowPartition
{
    /// <summary>A node is split by several threads from this many rows on.</summary>
    private const int ParallelRows = 1 << 16;

    /// <summary>How many rows ahead cells are fetched; 32 covers the memory latency at the loop's speed.</summary>
    private const int PrefetchDistance = 32;

    /// <summary>A column's cells that fit in the second-level cache need not be fetched ahead.</summary>
    private const int SmallestFetchedRows = 1 << 18;

    private readonly int _capacity;
    private readonly Workers _workers;
    private readonly int[] _rows;
    private readonly int[] _scratch;

    internal RowPartition(int capacity, Workers workers)
    {
        _capacity = capacity;
        _workers = workers;
        _rows = GC.AllocateArray<int>(capacity + CellPanel.RowsReadAhead, pinned: true);
        _scratch = GC.AllocateUninitializedArray<int>(2 * Math.Max(1, capacity), pinned: true);
        Rows = (int*)Unsafe.AsPointer(ref _rows[0]);
        Lefts = (int*)Unsafe.AsPointer(ref _scratch[0]);
        Rights = Lefts + capacity;
    }

    /// <summary>
    /// All row numbers, first the <see cref="Count"/> that the tree learns from, then the others; <see cref="CellPanel.RowsReadAhead"/> more can be read.
    /// </summary>
    internal int* Rows { get; }

    private int* Lefts { get; }

    private int* Rights { get; }

    internal int Count { get; private set; }

    /// <summary>How many rows the tree does not learn from.</summary>
    internal int OtherCount => _capacity - Count;

    /// <summary>Whether all rows of the data are here.</summary>
    internal bool IsComplete => Count == _capacity;

    internal ReadOnlySpan<int> Of(GrowingNode node) => Between(node.Begin, node.End);

    /// <summary>The rows from one place to another.</summary>
    internal ReadOnlySpan<int> Between(int begin, int end) => new(Rows + begin, end - begin);

    /// <summary>Starts a tree on all rows.</summary>
    internal void Reset()
    {
        Count = _capacity;
        _workers.ForRows(_capacity, 1, (start, end) =>
        {
            for (int row = start; row < end; row++)
                Rows[row] = row;
        });
    }

    /// <summary>Starts a tree on chosen rows, ascending.</summary>
    internal void Reset(ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        rows.CopyTo(_rows);
        int row = 0, other = Count;
        for (int next = 0; next < rows.Length; row++)
        {
            // Where the row is chosen after all, the next one is written over it.
            _rows[other] = row;
            int isChosen = rows[next] == row ? 1 : 0;
            next += isChosen;
            other += 1 - isChosen;
        }
        for (; row < _capacity; row++)
            _rows[other++] = row;
    }

    /// <summary>Brings a node's rows that go left before those that go right and returns how many go left.</summary>
    internal int Split(GrowingNode node, BinnedMatrix data)
    {
        var route = new BinRoute(node.Split, data);
        int pieces = node.Count < ParallelRows || _workers.Threads == 1 ? 1 : 2 * _workers.Threads;
        return pieces > 1 ? SplitInPieces(node, route, pieces) : Split(route, node.Begin, node.End);
    }

    /// <summary>Brings the rows from one place to another that go left before those that go right and returns how many go left.</summary>
    internal int Split(BinRoute route, int begin, int end)
    {
        // The left side is written over rows that have been read.
        int left = Separate(route, begin, end, Rows, Rights);
        Copy(Rights + begin, Rows + begin + left, end - begin - left);
        return left;
    }

    private int SplitInPieces(GrowingNode node, BinRoute route, int pieces)
    {
        int Start(int piece) => node.Begin + (int)((long)node.Count * piece / pieces);
        var lefts = new int[pieces];
        _workers.For(pieces, node.Count, piece => lefts[piece] = Separate(route, Start(piece), Start(piece + 1), Lefts, Rights));
        int total = lefts.Sum();
        _workers.For(pieces, node.Count, piece =>
        {
            int start = Start(piece), length = Start(piece + 1) - start, left = lefts[piece];
            int leftBefore = lefts.Take(piece).Sum();
            Copy(Lefts + start, Rows + node.Begin + leftBefore, left);
            Copy(Rights + start, Rows + node.Begin + total + (start - node.Begin - leftBefore), length - left);
        });
        return total;
    }

    private int Separate(BinRoute route, int start, int end, int* lefts, int* rights) => route.CellBytes == 2
        ? Separate<ushort>(route, start, end, lefts, rights)
        : Separate<byte>(route, start, end, lefts, rights);

    /// <summary>Writes each row to both sides and advances only the side it belongs to: no branch to mispredict.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Separate<TCell>(BinRoute route, int start, int end, int* lefts, int* rights) where TCell : unmanaged
    {
        var cells = (TCell*)route.Cells;
        bool isFetched = Sse.IsSupported && _capacity >= SmallestFetchedRows;
        int* rows = Rows;
        nint left = start, i = start;
        fixed (byte* goesLeft = route.GoesLeft)
        {
            for (; i + 4 <= end; i += 4)
            {
                if (isFetched)
                {
                    for (nint next = i + PrefetchDistance; next < i + PrefetchDistance + 4; next++)
                        Sse.Prefetch0(cells + rows[next]);
                }
                left = Place(cells, rows[i], goesLeft, lefts, left, rights + start + i);
                left = Place(cells, rows[i + 1], goesLeft, lefts, left, rights + start + i + 1);
                left = Place(cells, rows[i + 2], goesLeft, lefts, left, rights + start + i + 2);
                left = Place(cells, rows[i + 3], goesLeft, lefts, left, rights + start + i + 3);
            }
            for (; i < end; i++)
                left = Place(cells, rows[i], goesLeft, lefts, left, rights + start + i);
        }
        return (int)left - start;
    }

    /// <summary>Writes a row to both sides and returns where the next goes on the left; on the right it is <paramref name="rights"/> less that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Place<TCell>(TCell* cells, int row, byte* goesLeft, int* lefts, nint left, int* rights) where TCell : unmanaged
    {
        TCell* cell = cells + row;
        lefts[left] = row;
        rights[-left] = row;
        return left + (nint)goesLeft[typeof(TCell) == typeof(byte) ? *(byte*)cell : *(ushort*)cell];
    }

    private static void Copy(int* from, int* to, int count) => new ReadOnlySpan<int>(from, count).CopyTo(new Span<int>(to, count));
}
