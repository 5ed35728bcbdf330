namespace Fathom.Trees;

/// <summary>Every row, every round.</summary>
internal sealed record AllRows : RowSampling;
