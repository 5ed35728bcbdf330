namespace Fathom.Trees;

/// <summary>A way to divide the rows of a node.</summary>
internal readonly record struct Cut
{
    /// <summary>No division.</summary>
    internal static readonly Cut None = new() { Feature = -1, Score = double.NegativeInfinity };

    internal required int Feature { get; init; }

    /// <summary>The criterion's score; only comparable within one node.</summary>
    internal required double Score { get; init; }

    /// <summary>Rows with at most this rank go left, in a column of numbers.</summary>
    internal int Rank { get; init; }

    /// <summary>The least rank that goes right, in a column of numbers; null where every known value goes left.</summary>
    internal int? NextRank { get; init; }

    /// <summary>A threshold drawn at random; null for the middle between <see cref="Rank"/> and <see cref="NextRank"/>.</summary>
    internal double? Threshold { get; init; }

    /// <summary>The levels of the node that go left, or null for numbers.</summary>
    internal int[]? LeftLevels { get; init; }

    /// <summary>The levels of the node that go right, or null for numbers.</summary>
    internal int[]? RightLevels { get; init; }

    /// <summary>Where missing values go, or null where the node has none.</summary>
    internal bool? MissingLeft { get; init; }

    /// <summary>The weight of the rows on the left.</summary>
    internal double WeightLeft { get; init; }

    /// <summary>Whether this one is better by more than rounding: ties go to the cut found first.</summary>
    internal bool Beats(in Cut other, double tolerance) => Score > other.Score + tolerance;
}
