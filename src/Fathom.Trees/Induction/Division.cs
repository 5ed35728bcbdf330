namespace Fathom.Trees;

/// <summary>A division of sorted rows.</summary>
/// <param name="Score">The criterion's score.</param>
/// <param name="Rank">The last rank on the left.</param>
/// <param name="NextRank">The first rank on the right; −1 where all known values are on the left.</param>
/// <param name="MissingLeft">Where missing values go, or null where the node has none.</param>
internal readonly record struct Division(double Score, int Rank, int NextRank, bool? MissingLeft)
{
    internal static readonly Division None = new(double.NegativeInfinity, -1, -1, null);

    internal bool IsNone => Rank < 0;
}
