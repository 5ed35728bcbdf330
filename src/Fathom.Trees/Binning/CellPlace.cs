namespace Fathom.Trees;

/// <summary>Where a column's cells stand.</summary>
/// <param name="Panel">The number of the panel.</param>
/// <param name="Lane">The column's place in the panel's rows.</param>
internal readonly record struct CellPlace(int Panel, int Lane);
