namespace Fathom.Trees;

/// <summary>A part of a histogram that is summed in one pass: up to eight neighbouring columns of a panel.</summary>
/// <param name="Panel">The panel the columns stand in.</param>
/// <param name="Lane">Where in the panel's rows the first of them stands.</param>
/// <param name="Offset">Where in the histogram the first one's bins begin.</param>
/// <param name="BinsPerColumn">The bins set aside for each column.</param>
/// <param name="Features">The columns.</param>
/// <param name="UsedBins">The bins of each column that hold sums, rounded up to whole vectors.</param>
internal sealed record HistogramSegment(CellPanel Panel, int Lane, int Offset, int BinsPerColumn, int[] Features, int[] UsedBins)
{
    internal int Bins => BinsPerColumn * int.Max(1, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Features.Length));

    /// <summary>Where in the histogram the bins of one of the columns begin.</summary>
    internal long OffsetOf(int lane) => Offset + (long)lane * BinsPerColumn;
}
