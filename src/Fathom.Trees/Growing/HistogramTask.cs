namespace Fathom.Trees;

/// <summary>Two children whose histograms are wanted, and the parent's where it is at hand.</summary>
/// <param name="Smaller">The child with fewer rows, or the root.</param>
/// <param name="Larger">The other child; null for the root.</param>
/// <param name="Parent">The parent's histogram, which becomes the larger child's; null where both are summed from rows.</param>
/// <param name="IsKept">Whether the histograms are wanted after the search for questions.</param>
internal readonly record struct HistogramTask(GrowingNode Smaller, GrowingNode? Larger, long[]? Parent, bool IsKept);
