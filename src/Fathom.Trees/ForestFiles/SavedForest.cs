namespace Fathom.Trees;

/// <summary>The file format of decision trees and forests, version 1: everything that predictions and a repeated fit need.</summary>
internal sealed record SavedForest
{
    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>"decision tree classifier", "random forest regressor", …</summary>
    public required string Kind { get; init; }

    public required SavedTreeOptions Options { get; init; }

    public required SavedFeature[] Features { get; init; }

    public required SavedDecisionTree[] Trees { get; init; }

    /// <summary>What the trees count for, where they do not count alike.</summary>
    public double[]? TreeWeights { get; init; }


    /// <summary>The score from which an isolation forest calls a row an outlier.</summary>
    public double? Offset { get; init; }
}
