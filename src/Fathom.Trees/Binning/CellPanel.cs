using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Trees;

/// <summary>
/// The bin numbers of up to 64 columns, row after row, so that a row's cells share one line of the processor's cache; or of one column with more
/// than 256 bins, two bytes a cell.
/// </summary>
internal sealed unsafe class CellPanel
{
    internal const int MostColumns = 64;

    /// <summary>A line of the cache, in bytes.</summary>
    private const int Line = 64;

    /// <summary>From so many columns on a row takes a whole line: never two, for at most a third more memory.</summary>
    private const int LeastColumnsOfLine = 49;

    /// <summary>How many rows ahead cells are fetched; 24 covers the memory latency at the loop's speed.</summary>
    private const int PrefetchDistance = 24;

    private readonly ulong[] _store;

    internal CellPanel(int[] features, int cellBytes, int rows)
    {
        Features = features;
        CellBytes = cellBytes;
        Stride = cellBytes == 2 ? 2 : features.Length >= LeastColumnsOfLine ? Line : (features.Length + 7) / 8 * 8;
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

    /// <summary>Copies rows' cells, eight columns at a time, to runs of <see cref="RowDerivatives.BlockRows"/>; nothing where cells take two bytes.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="lane">The first of the columns.</param>
    /// <param name="runs">How often eight columns.</param>
    /// <param name="staged">Receives the runs.</param>
    internal void Stage(int* rows, int count, int lane, int runs, ulong* staged)
    {
        if (CellBytes == 2)
            return;
        byte* cells = Cells + lane;
        nint stride = Stride;
        for (int i = 0; i < count; i++)
        {
            if (Sse.IsSupported)
                Sse.Prefetch0(cells + rows[Math.Min(i + PrefetchDistance, count - 1)] * stride);
            var row = (ulong*)(cells + rows[i] * stride);
            ulong* target = staged + i;
            for (int run = 0; run < runs; run++, target += RowDerivatives.BlockRows)
                *target = row[run];
        }
    }
}
