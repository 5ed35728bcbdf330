namespace Fathom.Trees;

/// <summary>
/// Builds the histograms of a batch of nodes and scans them for the best questions while they are in cache.
/// A unit of work is one group of columns in one pair of siblings: it sums the smaller one, subtracts it from the parent, and scans both.
/// </summary>
internal sealed unsafe class HistogramBuilder(RowPartition rows, HistogramPool pool, Workers workers)
{
    [ThreadStatic]
    private static long[]? t_scratch;

    /// <summary>Fills in <see cref="GrowingNode.Split"/> and, where memory allows, <see cref="GrowingNode.Histogram"/>.</summary>
    /// <param name="data">The rows as bins.</param>
    /// <param name="tasks">The nodes.</param>
    /// <param name="scanner">Finds each node's best question; null where a whole level asks the same.</param>
    /// <param name="columns">Per column: whether the tree may ask about it.</param>
    internal void Build(BinnedMatrix data, IReadOnlyList<HistogramTask> tasks, SplitScanner? scanner, bool[] columns)
    {
        foreach (HistogramTask task in tasks)
        {
            task.Smaller.Histogram = pool.TryRent();
            if (task.Larger is { } larger)
                larger.Histogram = task.Parent ?? pool.TryRent();
        }
        int groups = data.GroupCount;
        var best = new (SplitCandidate Smaller, SplitCandidate Larger)[tasks.Count * groups];
        workers.For(best.Length, data.FeatureCount * RowsToSum(tasks), unit => best[unit] = BuildGroup(data, tasks[unit / groups], unit % groups, scanner, columns));
        for (int unit = 0; unit < best.Length; unit++)
        {
            HistogramTask task = tasks[unit / groups];
            Improve(task.Smaller, best[unit].Smaller);
            if (task.Larger is not null)
                Improve(task.Larger, best[unit].Larger);
        }
    }

    private (SplitCandidate Smaller, SplitCandidate Larger) BuildGroup(BinnedMatrix data, HistogramTask task, int group, SplitScanner? scanner, bool[] columns)
    {
        int first = group * BinnedMatrix.GroupSize;
        if (columns.AsSpan(first, Math.Min(BinnedMatrix.GroupSize, data.FeatureCount - first)).IndexOf(true) < 0)
            return (SplitCandidate.None, SplitCandidate.None);
        int offset = group * HistogramKernels.SegmentLength;
        fixed (long* scratch = t_scratch ??= new long[HistogramKernels.SegmentLength])
        fixed (long* smallerHistogram = task.Smaller.Histogram, largerHistogram = task.Larger?.Histogram)
        {
            long* segment = smallerHistogram == null ? scratch : smallerHistogram + offset;
            Sum(data, task.Smaller, group, segment);
            SplitCandidate smaller = scanner?.Best(group, segment, task.Smaller, columns) ?? SplitCandidate.None;
            if (task.Larger is null)
                return (smaller, SplitCandidate.None);

            long* largerSegment = largerHistogram == null ? scratch : largerHistogram + offset;
            if (task.Parent is null)
                Sum(data, task.Larger, group, largerSegment);
            else
                HistogramKernels.Subtract(largerSegment, segment);
            return (smaller, scanner?.Best(group, largerSegment, task.Larger, columns) ?? SplitCandidate.None);
        }
    }

    private void Sum(BinnedMatrix data, GrowingNode node, int group, long* segment)
    {
        new Span<long>(segment, HistogramKernels.SegmentLength).Clear();
        fixed (ulong* cells = data.Group(group))
        fixed (int* listed = rows.Rows)
        fixed (long* packed = rows.Packed)
        {
            if (rows.IsComplete && node.Count == data.Rows)
                HistogramKernels.AddAll(cells, packed, node.Count, segment);
            else
                HistogramKernels.AddListed(cells, listed + node.Begin, packed + node.Begin, node.Count, segment);
        }
    }

    /// <summary>The rows to add up per column, a scan counted as 256 of them.</summary>
    private static long RowsToSum(IReadOnlyList<HistogramTask> tasks)
    {
        long rows = 0;
        foreach (HistogramTask task in tasks)
            rows += task.Smaller.Count + (task.Parent is null && task.Larger is not null ? task.Larger.Count : 0) + HistogramKernels.BinsPerFeature;
        return rows;
    }

    private static void Improve(GrowingNode node, SplitCandidate candidate)
    {
        if (candidate.Gain > node.Split.Gain)
            node.Split = candidate;
    }
}
