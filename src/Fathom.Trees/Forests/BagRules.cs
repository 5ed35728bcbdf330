namespace Fathom.Trees;

/// <summary>How the trees of a forest draw what they learn from.</summary>
/// <param name="Bootstrap">With replacement.</param>
/// <param name="RowFraction">Draws as a share of the rows.</param>
/// <param name="ColumnFraction">Columns of a tree as a share of all.</param>
internal readonly record struct BagRules(bool Bootstrap, double RowFraction, double ColumnFraction);
