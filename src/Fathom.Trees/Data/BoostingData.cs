namespace Fathom.Trees;

/// <summary>Rows to learn from or to validate on, with all that can be known about them. Immutable; arrays are not copied.</summary>
/// <param name="features">The inputs, one row per label.</param>
/// <param name="labels">The targets; for survival a <see cref="SurvivalTimes"/>.</param>
public sealed class BoostingData(Features features, Labels labels)
{
    /// <summary>The inputs.</summary>
    public Features Features { get; } = features ?? throw new ArgumentNullException(nameof(features));

    /// <summary>The targets, one per row.</summary>
    public Labels Labels { get; } = labels ?? throw new ArgumentNullException(nameof(labels));

    /// <summary>One weight per row, finite, not negative, 0 to leave the row out; null for equal weights.</summary>
    public float[]? Weights { get; init; }

    /// <summary>
    /// The raw scores that boosting starts from, row-major with one per output: those of another model, or the logarithm of an exposure. They take the place of
    /// the constant start, and predictions of such rows need them again. Null to start from the constant that minimises the loss.
    /// </summary>
    public double[]? BaseMargin { get; init; }

    /// <summary>For ranking: the sizes of the queries, whose rows stand one after another. Null where all rows belong to one query.</summary>
    public int[]? Groups { get; init; }
}
