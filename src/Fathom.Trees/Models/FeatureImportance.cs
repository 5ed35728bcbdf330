namespace Fathom.Trees;

/// <summary>What a column contributes to a fitted model.</summary>
/// <param name="Feature">The column's number; those of combinations follow the features'.</param>
/// <param name="Name">The column's name, or "f0", "f1", … where it has none; "a × b" for a combination.</param>
/// <param name="Gain">The loss that all questions about the column took away, summed (<see cref="TreeNode.Gain"/>).</param>
/// <param name="Splits">The number of questions about the column.</param>
public sealed record FeatureImportance(int Feature, string Name, double Gain, int Splits);
