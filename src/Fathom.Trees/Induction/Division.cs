namespace Fathom.Trees;

/// <summary>A division of sorted rows.</summary>
/// <param name="Score">The criterion's score.</param>
/// <param name="Rank">The last rank on the left.</param>
/// <param name="NextRank">The first rank on the right; null where all known values are on the left.</param>
/// <param name="MissingLeft">Where missing values go, or null where the node has none.</param>
/// <param name="WeightLeft">The weight on the left.</param>
internal readonly record struct Division(double Score, int Rank, int? NextRank, bool? MissingLeft, double WeightLeft)
{
    internal static readonly Division None = new(double.NegativeInfinity, 0, null, null, 0);

    internal bool IsNone => double.IsNegativeInfinity(Score);
}
