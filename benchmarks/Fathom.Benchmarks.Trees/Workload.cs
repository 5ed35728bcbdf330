using Fathom.Trees;

namespace Fathom.Benchmarks.Trees;

/// <summary>One way to boost, in the words of each library; λ = 1, a child weight of at least 1 and 255 bins everywhere.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="LightGbm">LightGBM's parameters, or null where it has no such mode.</param>
/// <param name="Xgboost">XGBoost's parameters, or null where it has no such mode.</param>
/// <param name="Growth">The growth.</param>
internal sealed record Workload(string Name, string? LightGbm, string? Xgboost, TreeGrowth Growth)
{
    internal static IReadOnlyList<Workload> All { get; } =
    [
        new("depth-wise 6", "num_leaves=64 max_depth=6", "max_depth=6", TreeGrowth.DepthWise),
        new("leaf-wise 63", "num_leaves=63", "grow_policy=lossguide max_leaves=63 max_depth=0", TreeGrowth.LeafWise),
        new("leaf-wise 63, categories", "num_leaves=63", "grow_policy=lossguide max_leaves=63 max_depth=0", TreeGrowth.LeafWise) { Categorical = true },
        new("leaf-wise 63, GOSS", "num_leaves=63 data_sample_strategy=goss", null, TreeGrowth.LeafWise) { Sampling = RowSampling.Goss },
    ];

    /// <summary>Whether the columns of codes are told to be categories.</summary>
    internal bool Categorical { get; init; }

    internal CategoryHandling Handling { get; init; } = CategoryHandling.Splits;

    /// <summary>The most columns of categories that are taken as one.</summary>
    internal int MaxCombination { get; init; } = 1;

    internal RowSampling Sampling { get; init; } = RowSampling.All;

    internal double LearningRate { get; init; } = 0.1;

    internal GradientBoostingClassifier Classifier(int trees, int seed, int threads) => new()
    {
        Trees = trees, LearningRate = LearningRate, Growth = Growth, MaxLeaves = 63, Sampling = Sampling, Categories = Handling, MaxCombination = MaxCombination, Threads = threads, Seed = seed,
    };

    internal GradientBoostingRegressor Regressor(int trees, int seed, int threads) => new()
    {
        Trees = trees, LearningRate = LearningRate, Growth = Growth, MaxLeaves = 63, Sampling = Sampling, Categories = Handling, MaxCombination = MaxCombination, Threads = threads, Seed = seed,
    };
}
