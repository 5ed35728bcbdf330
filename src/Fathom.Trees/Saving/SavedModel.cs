namespace Fathom.Trees;

/// <summary>The file format of a fitted model: everything that predictions and a repeated fit need.</summary>
internal sealed record SavedModel
{
    internal const string FormatName = "fathom.trees";
    internal const int CurrentVersion = 2;

    public required string Format { get; init; }

    /// <summary>2 where leaves are linear or categories combined, which version 1 cannot say, else 1.</summary>
    public required int Version { get; init; }

    /// <summary>"gradient boosting" and "regressor", "classifier", "ranker" or "survival".</summary>
    public required string Kind { get; init; }

    public required SavedOptions Options { get; init; }

    public required string Objective { get; init; }

    public required SavedFeature[] Features { get; init; }

    /// <summary>The columns that trees ask about after the features; null for none.</summary>
    public SavedCombination[]? Combinations { get; init; }

    public required double[] BaseScores { get; init; }

    public required SavedTree[] Trees { get; init; }
}
