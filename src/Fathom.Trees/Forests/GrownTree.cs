namespace Fathom.Trees;

/// <summary>A tree and the rows it learned from.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="InBag">One bit per row, or null where all rows were drawn.</param>
internal sealed record GrownTree(DecisionTree Tree, ulong[]? InBag);
