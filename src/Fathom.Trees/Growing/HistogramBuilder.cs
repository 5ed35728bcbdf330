using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>
/// Builds the histograms of a batch of nodes and scans them for the best questions while they are in cache.
/// A unit of work is some segments of one pair of siblings: it sums the smaller one, subtracts it from the parent, and scans both.
/// </summary>
internal sealed unsafe class HistogramBuilder(RowPartition rows, HistogramPool pool, Workers workers)
{
    [ThreadStatic]
    private static long[]? t_scratch;

    [ThreadStatic]
    private static long[]? t_staged;

    /// <summary>Fills in <see cref="GrowingNode.Split"/> and, where memory allows, <see cref="GrowingNode.Histogram"/>.</summary>
    /// <param name="layout">How histograms are laid out.</param>
    /// <param name="derivatives">What is summed.</param>
    /// <param name="tasks">The nodes.</param>
    /// <param name="scanner">Finds each node's best question; null where a whole level asks the same.</param>
    /// <param name="columns">Per column: whether a node of the tree may ask about it.</param>
    internal void Build(HistogramLayout layout, RowDerivatives derivatives, IReadOnlyList<HistogramTask> tasks, SplitScanner? scanner, bool[] columns)
    {
        foreach (HistogramTask task in tasks)
        {
            task.Smaller.Histogram = task.IsKept ? pool.TryRent() : null;
            if (task.Larger is { } larger)
                larger.Histogram = task.Parent ?? (task.IsKept ? pool.TryRent() : null);
        }
        // Whatever the ranges, the same sums are compared in the same order.
        int ranges = tasks.Count >= 2 * workers.Threads ? 1 : Math.Min(layout.Segments.Length, workers.Threads);
        var best = new (SplitCandidate Smaller, SplitCandidate Larger)[tasks.Count * ranges];
        workers.For(best.Length, layout.Bins / HistogramKernels.NarrowBins * RowsToSum(tasks), unit =>
        {
            int range = unit % ranges, count = layout.Segments.Length;
            best[unit] = BuildRange(layout, derivatives, tasks[unit / ranges], count * range / ranges, count * (range + 1) / ranges, scanner, columns);
        });
        for (int unit = 0; unit < best.Length; unit++)
        {
            HistogramTask task = tasks[unit / ranges];
            Improve(task.Smaller, best[unit].Smaller);
            if (task.Larger is not null)
                Improve(task.Larger, best[unit].Larger);
        }
    }

    private (SplitCandidate Smaller, SplitCandidate Larger) BuildRange(
        HistogramLayout layout, RowDerivatives derivatives, HistogramTask task, int first, int end, SplitScanner? scanner, bool[] columns)
    {
        int words = layout.Bins * derivatives.WordsPerBin;
        bool needsScratch = task.Smaller.Histogram is null || (task.Larger is not null && task.Larger.Histogram is null);
        if (needsScratch && !(t_scratch?.Length >= words + Vector256<long>.Count))
            t_scratch = new long[words + Vector256<long>.Count];
        fixed (long* scratch = t_scratch)
        fixed (long* smallerHistogram = task.Smaller.Histogram, largerHistogram = task.Larger?.Histogram)
        {
            SplitCandidate smallerBest = SplitCandidate.None, largerBest = SplitCandidate.None;
            long* smaller = smallerHistogram == null ? scratch : smallerHistogram;
            Sum(layout, derivatives, task.Smaller, first, end, columns, smaller);
            long* larger = largerHistogram == null ? scratch : largerHistogram;
            bool subtracts = task.Larger is not null && task.Parent is not null;
            for (int i = first; i < end; i++)
            {
                HistogramSegment segment = layout.Segments[i];
                if (!IsWanted(segment, columns))
                    continue;
                for (int lane = 0; lane < segment.Features.Length; lane++)
                {
                    long offset = segment.OffsetOf(lane) * derivatives.WordsPerBin;
                    Scan(segment.Features[lane], smaller + offset, task.Smaller, ref smallerBest);
                    if (!subtracts)
                        continue;
                    derivatives.Subtract(larger + offset, smaller + offset, segment.UsedBins[lane]);
                    Scan(segment.Features[lane], larger + offset, task.Larger!, ref largerBest);
                }
            }
            if (task.Larger is null || subtracts)
                return (smallerBest, largerBest);
            Sum(layout, derivatives, task.Larger, first, end, columns, larger);
            for (int i = first; i < end; i++)
            {
                HistogramSegment segment = layout.Segments[i];
                for (int lane = 0; IsWanted(segment, columns) && lane < segment.Features.Length; lane++)
                    Scan(segment.Features[lane], larger + segment.OffsetOf(lane) * derivatives.WordsPerBin, task.Larger, ref largerBest);
            }
            return (smallerBest, largerBest);
        }

        void Scan(int feature, long* sums, GrowingNode node, ref SplitCandidate best)
        {
            if (scanner is null || !node.CanSplit || !node.Columns[feature])
                return;
            SplitCandidate candidate = scanner.BestOf(feature, sums, node, best.Gain);
            if (candidate.Exists && candidate.Beats(best))
                best = candidate;
        }
    }

    /// <summary>Sums a node's rows, a block of them for all segments before the next block: each row's cells are fetched from memory once.</summary>
    private void Sum(HistogramLayout layout, RowDerivatives derivatives, GrowingNode node, int first, int end, bool[] columns, long* histogram)
    {
        t_staged ??= GC.AllocateUninitializedArray<long>((2 + CellPanel.MostColumns / HistogramKernels.SegmentColumns) * RowDerivatives.BlockRows, pinned: true);
        var staged = (long*)Unsafe.AsPointer(ref t_staged[0]);
        var cells = (ulong*)staged + 2 * RowDerivatives.BlockRows;
        int words = derivatives.WordsPerBin;
        for (int i = first; i < end; i++)
        {
            HistogramSegment segment = layout.Segments[i];
            for (int lane = 0; IsWanted(segment, columns) && lane < segment.Features.Length; lane++)
                new Span<long>(histogram + segment.OffsetOf(lane) * words, segment.UsedBins[lane] * words).Clear();
        }
        for (int panelStart = first, panelEnd; panelStart < end; panelStart = panelEnd)
        {
            CellPanel panel = layout.Segments[panelStart].Panel;
            for (panelEnd = panelStart + 1; panelEnd < end && layout.Segments[panelEnd].Panel == panel;)
                panelEnd++;
            for (int start = node.Begin; start < node.End; start += RowDerivatives.BlockRows)
            {
                int count = Math.Min(RowDerivatives.BlockRows, node.End - start);
                derivatives.Stage(rows.Rows + start, count, staged);
                panel.Stage(rows.Rows + start, count, layout.Segments[panelStart].Lane, panelEnd - panelStart, cells);
                for (int i = panelStart; i < panelEnd; i++)
                {
                    if (IsWanted(layout.Segments[i], columns))
                        derivatives.Add(layout.Segments[i], cells + (i - panelStart) * RowDerivatives.BlockRows, rows.Rows + start, count, staged, histogram + (long)layout.Segments[i].Offset * words);
                }
            }
        }
    }

    private static bool IsWanted(HistogramSegment segment, bool[] columns)
    {
        foreach (int feature in segment.Features)
        {
            if (columns[feature])
                return true;
        }
        return false;
    }

    /// <summary>The rows to add up per column, a scan counted as 64 of them.</summary>
    private static long RowsToSum(IReadOnlyList<HistogramTask> tasks)
    {
        long total = 0;
        foreach (HistogramTask task in tasks)
            total += task.Smaller.Count + (task.Parent is null && task.Larger is not null ? task.Larger.Count : 0) + HistogramKernels.NarrowBins / 4;
        return total;
    }

    private static void Improve(GrowingNode node, SplitCandidate candidate)
    {
        if (candidate.Exists && candidate.Beats(node.Split))
            node.Split = candidate;
    }
}
