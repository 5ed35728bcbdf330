using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Derivatives as pairs of whole numbers in one 64-bit word: one addition per cell, and sums that do not depend on their order.</summary>
internal sealed unsafe class PackedDerivatives : RowDerivatives
{
    private readonly long[] _packed;

    internal PackedDerivatives(int rows)
    {
        _packed = GC.AllocateUninitializedArray<long>(Math.Max(1, rows), pinned: true);
        Packed = (long*)Unsafe.AsPointer(ref _packed[0]);
    }

    /// <summary>One pair per row of the data; set for the rows that the tree learns from.</summary>
    internal long* Packed { get; }

    internal FixedPointScale Scale { get; set; }

    internal override int WordsPerBin => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override DerivativeSums Total(int* rows, int count)
    {
        long total = 0;
        for (int i = 0; i < count; i++)
            total += Packed[rows[i]];
        return Scale.Sums(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Stage(int* rows, int count, long* staged)
    {
        for (int i = 0; i < count; i++)
            staged[i] = Packed[rows[i]];
    }

    internal override void Add(HistogramSegment segment, ulong* cells, int* rows, int count, long* staged, long* sums)
    {
        if (segment.Panel.CellBytes == 2)
            HistogramKernels.AddWide((ushort*)segment.Panel.Cells, rows, count, staged, sums);
        else
            HistogramKernels.Add(segment.Features.Length, cells, count, staged, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Subtract(long* parent, long* child, int bins)
    {
        for (int i = 0; i < bins; i += Vector256<long>.Count)
            (Vector256.Load(parent + i) - Vector256.Load(child + i)).Store(parent + i);
    }

    internal override void Read(long* sums, int bins, ScanBuffer buffer) => Scale.Unpack(sums, bins, buffer);

    internal override DerivativeSums Cumulate(long* sums, int bins, ScanBuffer buffer)
    {
        Scale.Cumulate(sums + 1, bins - 1, buffer);
        return Scale.Sums(sums[0]);
    }
}
