namespace Fathom.Trees;

/// <summary>A node while its tree grows: the rows it holds, their sums, the best question found.</summary>
internal sealed class GrowingNode(int id, int begin, int end, int depth, DerivativeSums sums)
{
    internal int Id { get; } = id;

    /// <summary>The node's rows stand from here in the partition …</summary>
    internal int Begin { get; } = begin;

    /// <summary>… to here, exclusive.</summary>
    internal int End { get; } = end;

    internal int Depth { get; } = depth;

    /// <summary>The derivatives of its rows.</summary>
    internal DerivativeSums Sums { get; } = sums;

    internal int Count => End - Begin;

    /// <summary>Whether limits leave room for two children.</summary>
    internal bool CanSplit { get; set; }

    /// <summary>Between which values its leaves must lie.</summary>
    internal ValueBounds Bounds { get; init; } = ValueBounds.None;

    /// <summary>Per column: whether a question on the way from the root was about it; null where nobody needs to know.</summary>
    internal bool[]? Asked { get; init; }

    /// <summary>Per column: whether the node may ask about it.</summary>
    internal bool[] Columns { get; set; } = [];

    internal SplitCandidate Split { get; set; } = SplitCandidate.None;

    /// <summary>The sums per column and bin, kept until the node is split; null where nobody needs them or memory is short.</summary>
    internal long[]? Histogram { get; set; }

    internal GrowingNode? Left { get; set; }

    internal GrowingNode? Right { get; set; }

    internal bool IsLeaf => Left is null;

    internal double Value { get; set; }
}
