using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>
/// Lends histograms of all columns up to a budget of memory.
/// Past the budget nodes go without: their children are then summed from rows instead of by subtraction.
/// </summary>
/// <param name="words">The 64-bit words of a histogram.</param>
internal sealed class HistogramPool(long words)
{
    /// <summary>512 MB of histograms: with 50 columns about 4,500 nodes that wait to be split.</summary>
    private const long BudgetBytes = 512L << 20;

    private readonly Stack<long[]> _free = new();
    private long _left = Math.Max(2, BudgetBytes / (words * sizeof(long)));

    /// <summary>A histogram with arbitrary contents and a vector of room behind it, or null where the budget is spent.</summary>
    internal long[]? TryRent()
    {
        if (_free.TryPop(out long[]? histogram))
            return histogram;
        if (_left == 0)
            return null;
        _left--;
        return GC.AllocateUninitializedArray<long>((int)words + Vector256<long>.Count, pinned: true);
    }

    internal void Return(long[]? histogram)
    {
        if (histogram is not null)
            _free.Push(histogram);
    }
}
