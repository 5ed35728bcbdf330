using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Trees;

/// <summary>The inner loops over histogram segments: the 8 × 256 sums of one group of columns, 16 KB that stay in the first-level cache.</summary>
internal static unsafe class HistogramKernels
{
    internal const int BinsPerFeature = 256;
    internal const int SegmentLength = BinnedMatrix.GroupSize * BinsPerFeature;

    /// <summary>How many rows ahead cells are fetched; 24 covers the memory latency at the loop's speed.</summary>
    private const int PrefetchDistance = 24;

    /// <summary>Adds the packed derivatives of all rows, in order.</summary>
    internal static void AddAll(ulong* cells, long* packed, int rows, long* segment)
    {
        for (int row = 0; row < rows; row++)
            Add(segment, cells[row], packed[row]);
    }

    /// <summary>Adds the packed derivatives of the listed rows; <paramref name="packed"/> stands in the order of the list.</summary>
    internal static void AddListed(ulong* cells, int* rows, long* packed, int count, long* segment)
    {
        int fetchable = Sse.IsSupported ? Math.Max(0, count - PrefetchDistance) : 0;
        int i = 0;
        for (; i < fetchable; i++)
        {
            Sse.Prefetch0(cells + rows[i + PrefetchDistance]);
            Add(segment, cells[rows[i]], packed[i]);
        }
        for (; i < count; i++)
            Add(segment, cells[rows[i]], packed[i]);
    }

    /// <summary>Turns a parent's segment into one child's by taking off the other child's.</summary>
    internal static void Subtract(long* parent, long* child)
    {
        for (int i = 0; i < SegmentLength; i += Vector256<long>.Count)
            (Vector256.Load(parent + i) - Vector256.Load(child + i)).Store(parent + i);
    }

    private static void Add(long* segment, ulong cells, long packed)
    {
        segment[(byte)cells] += packed;
        segment[1 * BinsPerFeature + (byte)(cells >> 8)] += packed;
        segment[2 * BinsPerFeature + (byte)(cells >> 16)] += packed;
        segment[3 * BinsPerFeature + (byte)(cells >> 24)] += packed;
        segment[4 * BinsPerFeature + (byte)(cells >> 32)] += packed;
        segment[5 * BinsPerFeature + (byte)(cells >> 40)] += packed;
        segment[6 * BinsPerFeature + (byte)(cells >> 48)] += packed;
        segment[7 * BinsPerFeature + (byte)(cells >> 56)] += packed;
    }
}
