namespace Fathom.Trees;

/// <summary>A question about a column's values.</summary>
/// <param name="Score">What both children take off the loss; the parent's own score where there is no question.</param>
/// <param name="Feature">The column, or −1.</param>
/// <param name="Threshold">Values below go left.</param>
/// <param name="MissingLeft">Whether missing values go left.</param>
/// <param name="SeesMissing">Whether a row of the node lacks a value.</param>
/// <param name="Left">The sums of the left child.</param>
internal readonly record struct ExactSplit(double Score, int Feature, float Threshold, bool MissingLeft, bool SeesMissing, DerivativeSums Left)
{
    internal static ExactSplit None => new(double.NegativeInfinity, -1, 0, false, false, default);
}
