using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Trees;

/// <summary>
/// The bin numbers of up to 64 columns, row after row, so that a row's cells share one line of the processor's cache; or of one column with more
/// than 256 bins, two bytes a cell.
/// </summary>
internal sealed unsafe class CellPanel
{
    internal const int MostColumns = 64;

    /// <summary>Row numbers past the last that <see cref="Stage"/> reads.</summary>
    internal const int RowsReadAhead = PrefetchDistance + 4;

    /// <summary>A line of the cache, in bytes.</summary>
    private const int Line = 64;

    /// <summary>From so many columns on a row takes a whole line: never two, for at most a third more memory.</summary>
    private const int LeastColumnsOfLine = 49;

    /// <summary>How many rows ahead cells are fetched; 32 covers the memory latency at the loop's speed.</summary>
    private const int PrefetchDistance = 32;

    /// <summary>Cells that fit in the second-level cache need not be fetched ahead.</summary>
    private const long SmallestFetchedBytes = 1 << 20;

    private readonly ulong[] _store;
    private readonly bool _isFetched;

    internal CellPanel(int[] features, int cellBytes, int rows)
    {
        Features = features;
        CellBytes = cellBytes;
        Stride = cellBytes == 2 ? 2 : features.Length >= LeastColumnsOfLine ? Line : (features.Length + 7) / 8 * 8;
        _isFetched = Sse.IsSupported && (long)rows * Stride >= SmallestFetchedBytes;
        // Whole vectors of cells are read, beyond the last row's too.
        long bytes = (long)rows * Stride + 2 * Line;
        _store = GC.AllocateUninitializedArray<ulong>((int)(bytes / sizeof(ulong)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref _store[0]);
        Cells = (byte*)((start + Line - 1) & -Line);
        Columns = cellBytes == 2 ? [] : [.. features.Select(_ => GC.AllocateUninitializedArray<byte>(rows, pinned: true))];
    }

    /// <summary>The columns, in the order of their cells in a row.</summary>
    internal int[] Features { get; }

    /// <summary>1 or 2.</summary>
    internal int CellBytes { get; }

    /// <summary>Bytes from a row to the next.</summary>
    internal int Stride { get; }

    /// <summary>The same cells column by column, for questions about one of them; empty where cells take two bytes.</summary>
    internal byte[][] Columns { get; }

    /// <summary>The first row.</summary>
    internal byte* Cells { get; }

    /// <summary>
    /// Copies rows' cells, eight columns at a time, to runs of <see cref="RowDerivatives.BlockRows"/>; nothing where cells take two bytes.
    /// Up to a multiple of four rows and of four runs are written, and <see cref="RowsReadAhead"/> row numbers past the last are read.
    /// </summary>
    /// <param name="rows">Row numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="lane">The first of the columns.</param>
    /// <param name="runs">How often eight columns.</param>
    /// <param name="staged">Receives the runs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Stage(int* rows, int count, int lane, int runs, ulong* staged)
    {
        if (CellBytes == 2)
            return;
        byte* cells = Cells + lane;
        nint stride = Stride;
        for (nint i = 0; i < count; i += 4)
        {
            if (_isFetched)
            {
                for (nint next = i + PrefetchDistance; next < i + PrefetchDistance + 4; next++)
                    Sse.Prefetch0(cells + rows[next] * stride);
            }
            byte* first = cells + rows[i] * stride, second = cells + rows[i + 1] * stride, third = cells + rows[i + 2] * stride, fourth = cells + rows[i + 3] * stride;
            for (int run = 0; run < runs; run += 4)
                StageFour(first + 8 * run, second + 8 * run, third + 8 * run, fourth + 8 * run, staged + i + run * RowDerivatives.BlockRows);
        }
    }

    /// <summary>Four times eight cells of four rows to four runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StageFour(byte* first, byte* second, byte* third, byte* fourth, ulong* staged)
    {
        if (!Avx2.IsSupported)
        {
            for (int run = 0; run < 4; run++, staged += RowDerivatives.BlockRows)
            {
                staged[0] = ((ulong*)first)[run];
                staged[1] = ((ulong*)second)[run];
                staged[2] = ((ulong*)third)[run];
                staged[3] = ((ulong*)fourth)[run];
            }
            return;
        }
        Vector256<ulong> a = Vector256.Load((ulong*)first), b = Vector256.Load((ulong*)second), c = Vector256.Load((ulong*)third), d = Vector256.Load((ulong*)fourth);
        Vector256<ulong> evenLow = Avx2.UnpackLow(a, b), oddLow = Avx2.UnpackHigh(a, b), evenHigh = Avx2.UnpackLow(c, d), oddHigh = Avx2.UnpackHigh(c, d);
        Avx2.Permute2x128(evenLow, evenHigh, 0x20).Store(staged);
        Avx2.Permute2x128(oddLow, oddHigh, 0x20).Store(staged + RowDerivatives.BlockRows);
        Avx2.Permute2x128(evenLow, evenHigh, 0x31).Store(staged + 2 * RowDerivatives.BlockRows);
        Avx2.Permute2x128(oddLow, oddHigh, 0x31).Store(staged + 3 * RowDerivatives.BlockRows);
    }
}
