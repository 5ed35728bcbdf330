namespace Fathom.Trees;

/// <summary>A node while an exact tree grows.</summary>
internal sealed class ExactNode(int depth)
{
    internal int Depth { get; } = depth;

    internal DerivativeSums Sums { get; set; }

    /// <summary>Between which values its leaves must lie.</summary>
    internal ValueBounds Bounds { get; init; } = ValueBounds.None;

    /// <summary>Per column: whether a question on the way from the root was about it; null where nobody needs to know.</summary>
    internal bool[]? Asked { get; init; }

    /// <summary>Per column: whether the node may ask about it.</summary>
    internal required bool[] Columns { get; init; }

    /// <summary>The number of rows with weight.</summary>
    internal int Rows { get; set; }

    internal ExactSplit Split { get; set; } = ExactSplit.None;

    internal int Left { get; set; }

    internal double Value { get; set; }
}
