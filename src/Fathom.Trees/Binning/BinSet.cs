namespace Fathom.Trees;

/// <summary>A set of bins of a categorical column.</summary>
internal sealed class BinSet
{
    private readonly ulong[] _bits = new ulong[HistogramKernels.BinsPerFeature / 64];

    internal BinSet(ReadOnlySpan<int> bins)
    {
        foreach (int bin in bins)
            _bits[bin >> 6] |= 1UL << (bin & 63);
    }

    internal bool Contains(int bin) => (_bits[bin >> 6] >> (bin & 63) & 1) != 0;
}
