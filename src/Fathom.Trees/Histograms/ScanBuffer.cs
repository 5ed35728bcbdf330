using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>A thread's room for one column's sums in double precision.</summary>
internal sealed unsafe class ScanBuffer
{
    [ThreadStatic]
    private static ScanBuffer? t_own;

    private readonly double[] _gradients;
    private readonly double[] _hessians;

    private ScanBuffer(int bins)
    {
        int length = bins + System.Runtime.Intrinsics.Vector512<double>.Count;
        _gradients = GC.AllocateArray<double>(length, pinned: true);
        _hessians = GC.AllocateArray<double>(length, pinned: true);
        Gradients = (double*)Unsafe.AsPointer(ref _gradients[0]);
        Hessians = (double*)Unsafe.AsPointer(ref _hessians[0]);
    }

    internal double* Gradients { get; }

    internal double* Hessians { get; }

    internal DerivativeSums this[int bin] => new(_gradients[bin], _hessians[bin]);

    /// <summary>The calling thread's buffer, with room for at least so many bins.</summary>
    internal static ScanBuffer For(int bins)
    {
        if (t_own is not { } own || own._gradients.Length < bins + System.Runtime.Intrinsics.Vector512<double>.Count)
            t_own = own = new ScanBuffer(int.Max(bins, HistogramKernels.NarrowBins));
        return own;
    }
}
