namespace Fathom.Trees;

/// <summary>A node while an exact tree grows.</summary>
internal sealed class ExactNode(int depth)
{
    internal int Depth { get; } = depth;

    internal double Gradient { get; set; }

    internal double Hessian { get; set; }

    /// <summary>The number of rows with weight.</summary>
    internal int Rows { get; set; }

    internal ExactSplit Split { get; set; } = ExactSplit.None;

    internal int Left { get; set; }

    internal double Value { get; set; }
}
