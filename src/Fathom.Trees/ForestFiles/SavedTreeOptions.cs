namespace Fathom.Trees;

/// <summary>The options of a decision tree or forest as a model file holds them; what an estimator lacks is null.</summary>
internal sealed record SavedTreeOptions
{
    public required int Seed { get; init; }

    public int? MaxDepth { get; init; }

    public int? MinSamplesSplit { get; init; }

    public int? MinSamplesLeaf { get; init; }

    public double? MinWeightFractionLeaf { get; init; }

    public string? MaxFeatures { get; init; }

    public int? MaxLeafNodes { get; init; }

    public double? MinImpurityDecrease { get; init; }

    public Splitter? Splitter { get; init; }

    public double? CcpAlpha { get; init; }

    public ClassificationCriterion? ClassificationCriterion { get; init; }

    public RegressionCriterion? RegressionCriterion { get; init; }

    public int? Classes { get; init; }

    /// <summary>Set for balanced class weights.</summary>
    public bool? BalancedClasses { get; init; }

    /// <summary>Set for class weights that were given.</summary>
    public double[]? ClassWeights { get; init; }

    public int? Trees { get; init; }

    public bool? Bootstrap { get; init; }

    public double? RowFraction { get; init; }

    public double? ColumnFraction { get; init; }

    public double? LearningRate { get; init; }

    public int? MaxSamples { get; init; }

    public double? Contamination { get; init; }
}
