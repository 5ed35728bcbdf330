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

    public int? MinLeafRows { get; init; }

    public required double L2 { get; init; }

    public required double Gamma { get; init; }

    public required double ColumnFraction { get; init; }

    public required CategoryHandling Categories { get; init; }

    public required int Bins { get; init; }

    public required int Seed { get; init; }

    public int? Classes { get; init; }

    /// <summary>One per class; empty for balanced weights.</summary>
    public double[]? ClassWeights { get; init; }

    /// <summary>Set for a ranker.</summary>
    public int? Places { get; init; }

    public SavedDart? Dart { get; init; }

    /// <summary>Set for <see cref="RowSampling.Bernoulli"/>.</summary>
    public double? RowFraction { get; init; }

    /// <summary>Set for <see cref="GossRows"/>.</summary>
    public double? TopFraction { get; init; }

    /// <summary>Set for <see cref="GossRows"/>.</summary>
    public double? OtherFraction { get; init; }

    private RowSampling Sampling => this switch
    {
        { TopFraction: { } top, OtherFraction: { } other } => new GossRows { TopFraction = top, OtherFraction = other },
        { RowFraction: { } fraction } => RowSampling.Bernoulli(fraction),
        _ => RowSampling.All,
    };

    internal ClassWeights ToClassWeights() => ClassWeights switch
    {
        null => Fathom.Trees.ClassWeights.Equal,
        [] => Fathom.Trees.ClassWeights.Balanced,
        { } weights => Fathom.Trees.ClassWeights.Of(weights),
    };

    internal BoostingOptions ToOptions() => new()
    {
        Trees = Trees,
        LearningRate = LearningRate,
        Growth = Growth,
        Split = Split,
        MaxDepth = MaxDepth,
        MaxLeaves = MaxLeaves,
        MinChildWeight = MinChildWeight,
        MinLeafRows = MinLeafRows,
        L2 = L2,
        Gamma = Gamma,
        Sampling = Sampling,
        ColumnFraction = ColumnFraction,
        Dart = Dart?.ToDart(),
        Categories = Categories,
        Bins = Bins,
        Seed = Seed,
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
        MinLeafRows = estimator.MinLeafRows,
        L2 = estimator.L2,
        Gamma = estimator.Gamma,
        ColumnFraction = estimator.ColumnFraction,
        Categories = estimator.Categories,
        Bins = estimator.Bins,
        Seed = estimator.Seed,
        Dart = estimator.Dart is { } dart ? SavedDart.Of(dart) : null,
        Classes = (estimator as GradientBoostingClassifier)?.Classes,
        ClassWeights = (estimator as GradientBoostingClassifier)?.ClassWeights is { } weights ? weights.IsBalanced ? [] : weights.PerClass?.ToArray() : null,
        Places = (estimator as GradientBoostingRanker)?.Places,
        RowFraction = (estimator.Sampling as BernoulliRows)?.Fraction,
        TopFraction = (estimator.Sampling as GossRows)?.TopFraction,
        OtherFraction = (estimator.Sampling as GossRows)?.OtherFraction,
    };
}
