using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>The inner loops over histograms of packed sums. Eight columns of 256 bins take 16 KB, which stay in the first-level cache.</summary>
internal static unsafe class HistogramKernels
{
    /// <summary>The bins of a column whose cells take one byte.</summary>
    internal const int NarrowBins = 256;

    /// <summary>The columns summed in one pass: one 64-bit load fetches their cells.</summary>
    internal const int SegmentColumns = 8;

    /// <summary>Adds packed derivatives, one per row, to the bins of the row's cells.</summary>
    /// <param name="columns">The columns of the segment.</param>
    /// <param name="cells">Eight cells per row; the first column's is the lowest byte.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="packed">Their derivatives.</param>
    /// <param name="sums">The segment's sums.</param>
    internal static void Add(int columns, ulong* cells, int count, long* packed, long* sums)
    {
        if (columns > 4)
            AddEight(cells, count, packed, sums);
        else if (columns > 2)
            AddFour(cells, count, packed, sums);
        else if (columns == 2)
            AddTwo(cells, count, packed, sums);
        else
            AddOne(cells, count, packed, sums);
    }

    /// <summary>Adds the packed derivatives of listed rows to the bins of a column of two-byte cells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddWide(ushort* cells, int* rows, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
            sums[cells[rows[i]]] += packed[i];
    }

    /// <summary>
    /// Half of the bin numbers are loaded and half shifted out of a word: that keeps the processor's load and arithmetic units equally busy.
    /// Unsigned native offsets spare a sign extension per addition.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddEight(ulong* cells, int count, long* packed, long* sums)
    {
        for (nint i = 0; i < count; i++)
        {
            ulong word = cells[i];
            var row = (byte*)(cells + i);
            long value = packed[i];
            *(sums + (nuint)(byte)word) += value;
            *(sums + (nuint)row[1] + 1 * NarrowBins) += value;
            *(sums + (nuint)(byte)(word >> 16) + 2 * NarrowBins) += value;
            *(sums + (nuint)row[3] + 3 * NarrowBins) += value;
            *(sums + (nuint)(byte)(word >> 32) + 4 * NarrowBins) += value;
            *(sums + (nuint)row[5] + 5 * NarrowBins) += value;
            *(sums + (nuint)(byte)(word >> 48) + 6 * NarrowBins) += value;
            *(sums + (nuint)(word >> 56) + 7 * NarrowBins) += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(ulong* cells, int count, long* packed, long* sums)
    {
        for (nint i = 0; i < count; i++)
        {
            var row = (byte*)(cells + i);
            long value = packed[i];
            *(sums + (nuint)row[0]) += value;
            *(sums + (nuint)row[1] + 1 * NarrowBins) += value;
            *(sums + (nuint)row[2] + 2 * NarrowBins) += value;
            *(sums + (nuint)row[3] + 3 * NarrowBins) += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTwo(ulong* cells, int count, long* packed, long* sums)
    {
        for (nint i = 0; i < count; i++)
        {
            var row = (byte*)(cells + i);
            long value = packed[i];
            *(sums + (nuint)row[0]) += value;
            *(sums + (nuint)row[1] + NarrowBins) += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(ulong* cells, int count, long* packed, long* sums)
    {
        for (nint i = 0; i < count; i++)
            *(sums + (nuint)(byte)cells[i]) += packed[i];
    }
}
