namespace Fathom.Trees;

/// <summary>The options of an estimator as a model file holds them. The number of threads belongs to the machine, not to the model.</summary>
internal sealed record SavedOptions
{
    public required int Trees { get; init; }

    public required double LearningRate { get; init; }

    public required TreeGrowth Growth { get; init; }

    public required SplitMethod Split { get; init; }

    public required int MaxDepth { get; init; }

    public required int MaxLeaves { get; init; }

    public required double MinChildWeight { get; init; }

    public required double L2 { get; init; }

    public required double Gamma { get; init; }

    public required double ColumnFraction { get; init; }

    public required CategoryHandling Categories { get; init; }

    public required int Bins { get; init; }

    public required int Seed { get; init; }

    public int? Classes { get; init; }

    /// <summary>Set for <see cref="RowSampling.Bernoulli"/>.</summary>
    public double? RowFraction { get; init; }

    /// <summary>Set for <see cref="GossRows"/>.</summary>
    public double? TopFraction { get; init; }

    /// <summary>Set for <see cref="GossRows"/>.</summary>
    public double? OtherFraction { get; init; }

    internal RowSampling Sampling => this switch
    {
        { TopFraction: { } top, OtherFraction: { } other } => new GossRows { TopFraction = top, OtherFraction = other },
        { RowFraction: { } fraction } => RowSampling.Bernoulli(fraction),
        _ => RowSampling.All,
    };

    internal static SavedOptions Of(GradientBoosting estimator) => new()
    {
        Trees = estimator.Trees,
        LearningRate = estimator.LearningRate,
        Growth = estimator.Growth,
        Split = estimator.Split,
        MaxDepth = estimator.MaxDepth,
        MaxLeaves = estimator.MaxLeaves,
        MinChildWeight = estimator.MinChildWeight,
        L2 = estimator.L2,
        Gamma = estimator.Gamma,
        ColumnFraction = estimator.ColumnFraction,
        Categories = estimator.Categories,
        Bins = estimator.Bins,
        Seed = estimator.Seed,
        Classes = (estimator as GradientBoostingClassifier)?.Classes,
        RowFraction = (estimator.Sampling as BernoulliRows)?.Fraction,
        TopFraction = (estimator.Sampling as GossRows)?.TopFraction,
        OtherFraction = (estimator.Sampling as GossRows)?.OtherFraction,
    };
}
