namespace Fathom.Trees;

/// <summary>Where a histogram holds the sums of each column's bins.</summary>
internal sealed class HistogramLayout
{
    private readonly int[] _offsets;

    internal HistogramLayout(FeatureBins[] bins, CellPanel[] panels)
    {
        var segments = new List<HistogramSegment>();
        _offsets = new int[bins.Length];
        int offset = 0;
        foreach (CellPanel panel in panels)
        {
            int binsPerColumn = panel.CellBytes == 1 ? HistogramKernels.NarrowBins : WholeVectors(bins[panel.Features[0]].Count);
            for (int lane = 0; lane < panel.Features.Length; lane += HistogramKernels.SegmentColumns)
            {
                int[] features = panel.Features[lane..Math.Min(lane + HistogramKernels.SegmentColumns, panel.Features.Length)];
                var segment = new HistogramSegment(panel, lane, offset, binsPerColumn, features, Array.ConvertAll(features, feature => WholeVectors(bins[feature].Count)));
                segments.Add(segment);
                for (int i = 0; i < features.Length; i++)
                    _offsets[features[i]] = offset + i * binsPerColumn;
                offset = checked(offset + segment.Bins);
            }
        }
        Segments = [.. segments];
        Bins = offset;
    }

    internal HistogramSegment[] Segments { get; }

    /// <summary>The bins of a whole histogram.</summary>
    internal int Bins { get; }

    /// <summary>Where a column's bins begin.</summary>
    internal int OffsetOf(int feature) => _offsets[feature];

    private static int WholeVectors(int bins) => bins + 3 & ~3;
}
