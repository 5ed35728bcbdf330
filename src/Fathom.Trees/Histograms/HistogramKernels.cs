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
    internal static void AddWide(ushort* cells, int* rows, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
            sums[cells[rows[i]]] += packed[i];
    }

    /// <summary>Two of the eight bin numbers are loaded and six shifted out of words: that keeps the processor's load and arithmetic units equally busy.</summary>
    private static void AddEight(ulong* cells, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
        {
            var row = (byte*)(cells + i);
            uint low = *(uint*)row, high = *(uint*)(row + 4);
            long value = packed[i];
            sums[(byte)low] += value;
            sums[1 * NarrowBins + row[1]] += value;
            sums[2 * NarrowBins + (byte)(low >> 16)] += value;
            sums[3 * NarrowBins + (low >> 24)] += value;
            sums[4 * NarrowBins + (byte)high] += value;
            sums[5 * NarrowBins + row[5]] += value;
            sums[6 * NarrowBins + (byte)(high >> 16)] += value;
            sums[7 * NarrowBins + (high >> 24)] += value;
        }
    }

    private static void AddFour(ulong* cells, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
        {
            uint row = (uint)cells[i];
            long value = packed[i];
            sums[(byte)row] += value;
            sums[1 * NarrowBins + (byte)(row >> 8)] += value;
            sums[2 * NarrowBins + (byte)(row >> 16)] += value;
            sums[3 * NarrowBins + (row >> 24)] += value;
        }
    }

    private static void AddTwo(ulong* cells, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
        {
            uint row = (ushort)cells[i];
            sums[(byte)row] += packed[i];
            sums[NarrowBins + (row >> 8)] += packed[i];
        }
    }

    private static void AddOne(ulong* cells, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
            sums[(byte)cells[i]] += packed[i];
    }
}
