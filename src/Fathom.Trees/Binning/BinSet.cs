namespace Fathom.Trees;

/// <summary>A set of bins of a categorical column.</summary>
internal sealed class BinSet
{
    private readonly ulong[] _bits;

    internal BinSet(ReadOnlySpan<int> bins)
    {
        int highest = 0;
        foreach (int bin in bins)
            highest = Math.Max(highest, bin);
        _bits = new ulong[highest / 64 + 1];
        foreach (int bin in bins)
            _bits[bin >> 6] |= 1UL << (bin & 63);
    }

    internal bool Contains(int bin) => bin >> 6 < _bits.Length && (_bits[bin >> 6] >> (bin & 63) & 1) != 0;
}
