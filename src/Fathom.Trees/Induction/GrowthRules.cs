namespace Fathom.Trees;

/// <summary>When a node of a decision tree is split, in absolute numbers.</summary>
internal sealed record GrowthRules
{
    internal required Splitter Splitter { get; init; }

    internal required int MaxDepth { get; init; }

    internal required int MinSamplesSplit { get; init; }

    internal required int MinSamplesLeaf { get; init; }

    /// <summary>The least weight of a leaf.</summary>
    internal required double MinWeightLeaf { get; init; }

    /// <summary>Columns drawn per node.</summary>
    internal required int MaxFeatures { get; init; }

    /// <summary>Whether ties between columns are broken at random, so that trees of a forest differ, rather than to the lower column.</summary>
    internal required bool RandomTies { get; init; }

    /// <summary>The most leaves, or null to split depth-first without a limit.</summary>
    internal required int? MaxLeafNodes { get; init; }

    internal required double MinImpurityDecrease { get; init; }
}
