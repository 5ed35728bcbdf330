using System.Diagnostics;

namespace Fathom.Trees;

/// <summary>Many decision trees, each grown on rows or columns of its own, whose predictions are averaged.</summary>
public abstract class Forest : TreeEstimator
{
    private protected Forest(bool bootstrap) => Bootstrap = bootstrap;

    private protected Forest(SavedForest saved) : base(saved.Options)
    {
        Trees = saved.Options.Trees ?? Trees;
        Bootstrap = saved.Options.Bootstrap ?? Bootstrap;
        RowFraction = saved.Options.RowFraction ?? RowFraction;
        Fitted = FromFile(saved);
    }

    /// <summary>The number of trees. Default 100.</summary>
    public int Trees
    {
        get;
        init => field = AtLeast(value, 1, nameof(Trees));
    } = 100;

    /// <summary>Whether each tree draws its rows with replacement.</summary>
    public bool Bootstrap { get; init; }

    /// <summary>How many rows each tree draws, as a share of all, in (0, 1]. Default 1; without <see cref="Bootstrap"/> each tree then learns from every row.</summary>
    public double RowFraction
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(RowFraction), value, "The share of rows lies in (0, 1].");
    } = 1;

    /// <summary>Whether Fit also predicts the training rows by the trees that did not draw them. Default false.</summary>
    public bool OutOfBag { get; init; }

    /// <summary>The fitted trees.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<DecisionTree> DecisionTrees => Fitted.Trees;

    private protected virtual Splitter Cuts => Splitter.Best;

    private protected virtual double ColumnsPerTree => 1;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with { Trees = Trees, Bootstrap = Bootstrap, RowFraction = RowFraction };

    /// <summary>The leaf each row reaches in each tree.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, trees): indexes into <see cref="DecisionTree.Nodes"/>.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[,] Apply(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var result = new int[features.RowCount, Fitted.Trees.Count];
        Fitted.ForLeaves(features, new Workers(Threads), (_, index, firstRow, leaves) =>
        {
            for (int i = 0; i < leaves.Length; i++)
                result[firstRow + i, index] = leaves[i];
        });
        return result;
    }

    /// <summary>Grows the trees, each on one thread.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="grower">Grows a tree.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="score">Scores predictions of the training rows, row-major, where rows were out of bag.</param>
    /// <param name="progress">Told about every tree.</param>
    /// <param name="cancellation">Ends growing.</param>
    private protected ForestFit Train(
        Features features, IDecisionTreeGrower grower, double[] weights, Func<double[], bool[], double> score, IProgress<ForestProgress>? progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var bag = new BagRules(Bootstrap, RowFraction, ColumnsPerTree);
        if (OutOfBag && !bag.Bootstrap && bag.RowFraction == 1)
            throw new InvalidOperationException($"Every tree learns from every row, so none is out of bag: set {nameof(Bootstrap)}, or {nameof(RowFraction)} below 1, or leave {nameof(OutOfBag)} out.");
        var workers = new Workers(Threads);
        var schema = FeatureSchema.Of(features);
        var growing = new ForestGrower(Rank(schema, features, Cuts, workers), (columns, weight) => Rules(columns, weight, Cuts, randomTies: true), grower, bag, Seed);
        GrownTree[] grown = growing.Grow(Trees, weights, workers, progress, cancellation);
        if (grown.Length == 0)
            throw new OperationCanceledException("The fit was cancelled before the first tree was grown; the model is as it was.", cancellation);
        var fitted = new FittedForest([.. grown.Select(tree => tree.Tree)], schema);
        OutOfBag? outOfBag = OutOfBag ? OutOfBagPredictions.Of(fitted, [.. grown.Select(tree => tree.InBag!)], features, workers, score) : null;
        Fitted = fitted;
        return new(grown.Length, grown.Length == Trees ? StopReason.Completed : StopReason.Cancelled, outOfBag, Stopwatch.GetElapsedTime(start));
    }
}
