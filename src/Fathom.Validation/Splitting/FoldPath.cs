namespace Fathom.Validation;

/// <summary>One complete out-of-sample path through the data, joined from the test predictions of several splits.</summary>
/// <param name="Number">Number of the path, from 0.</param>
/// <param name="Splits">For every group, the split (from 0) that its predictions come from.</param>
/// <param name="Predictions">One prediction per label, by label number.</param>
public sealed record FoldPath(int Number, int[] Splits, double[] Predictions);
