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

    /// <summary>0 where files of earlier versions lack it.</summary>
    public double L1 { get; init; }

    public required double L2 { get; init; }

    public double? MaxDelta { get; init; }

    /// <summary>One per column; null for none.</summary>
    public MonotoneDirection[]? Monotone { get; init; }

    public int[][]? Interactions { get; init; }

    public required double Gamma { get; init; }

    /// <summary>Null for false.</summary>
    public bool? LinearLeaves { get; init; }

    /// <summary>Null for 0.</summary>
    public double? LinearL2 { get; init; }

    public required double ColumnFraction { get; init; }

    /// <summary>Null for 1.</summary>
    public double? ColumnFractionPerLevel { get; init; }

    /// <summary>Null for 1.</summary>
    public double? ColumnFractionPerNode { get; init; }

    public required CategoryHandling Categories { get; init; }

    /// <summary>Null for 1.</summary>
    public int? MaxCombination { get; init; }

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

    /// <summary>Set for <see cref="MvsRows"/>.</summary>
    public double? MvsFraction { get; init; }

    /// <summary>Set for <see cref="MvsRows"/>.</summary>
    public double? MvsRegularization { get; init; }

    /// <summary>Set for <see cref="RowSampling.BayesianBootstrap"/>.</summary>
    public double? Temperature { get; init; }

    /// <summary>Set for <see cref="GossRows"/>.</summary>
    public double? TopFraction { get; init; }

    /// <summary>Set for <see cref="GossRows"/>.</summary>
    public double? OtherFraction { get; init; }

    private RowSampling Sampling => this switch
    {
        { TopFraction: { } top, OtherFraction: { } other } => new GossRows { TopFraction = top, OtherFraction = other },
        { MvsFraction: { } share, MvsRegularization: { } regularization } => new MvsRows { Fraction = share, Regularization = regularization },
        { Temperature: { } temperature } => RowSampling.BayesianBootstrap(temperature),
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
        L1 = L1,
        L2 = L2,
        MaxDelta = MaxDelta,
        Monotone = Monotone ?? [],
        Interactions = Interactions ?? [],
        Gamma = Gamma,
        LinearLeaves = LinearLeaves ?? false,
        LinearL2 = LinearL2 ?? 0,
        Sampling = Sampling,
        ColumnFraction = ColumnFraction,
        ColumnFractionPerLevel = ColumnFractionPerLevel ?? 1,
        ColumnFractionPerNode = ColumnFractionPerNode ?? 1,
        Dart = Dart?.ToDart(),
        Categories = Categories,
        MaxCombination = MaxCombination ?? 1,
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
        L1 = estimator.L1,
        L2 = estimator.L2,
        MaxDelta = estimator.MaxDelta,
        Monotone = estimator.Monotone.Count > 0 ? [.. estimator.Monotone] : null,
        Interactions = estimator.Interactions.Count > 0 ? [.. estimator.Interactions.Select(set => set.ToArray())] : null,
        Gamma = estimator.Gamma,
        LinearLeaves = estimator.LinearLeaves ? true : null,
        LinearL2 = estimator.LinearL2 > 0 ? estimator.LinearL2 : null,
        ColumnFraction = estimator.ColumnFraction,
        ColumnFractionPerLevel = estimator.ColumnFractionPerLevel < 1 ? estimator.ColumnFractionPerLevel : null,
        ColumnFractionPerNode = estimator.ColumnFractionPerNode < 1 ? estimator.ColumnFractionPerNode : null,
        Categories = estimator.Categories,
        MaxCombination = estimator.MaxCombination > 1 ? estimator.MaxCombination : null,
        Bins = estimator.Bins,
        Seed = estimator.Seed,
        Dart = estimator.Dart is { } dart ? SavedDart.Of(dart) : null,
        Classes = (estimator as GradientBoostingClassifier)?.Classes,
        ClassWeights = (estimator as GradientBoostingClassifier)?.ClassWeights is { } weights ? weights.IsBalanced ? [] : weights.PerClass?.ToArray() : null,
        Places = (estimator as GradientBoostingRanker)?.Places,
        RowFraction = (estimator.Sampling as BernoulliRows)?.Fraction,
        MvsFraction = (estimator.Sampling as MvsRows)?.Fraction,
        MvsRegularization = (estimator.Sampling as MvsRows)?.Regularization,
        Temperature = (estimator.Sampling as BayesianRows)?.Temperature,
        TopFraction = (estimator.Sampling as GossRows)?.TopFraction,
        OtherFraction = (estimator.Sampling as GossRows)?.OtherFraction,
    };
}
