namespace Fathom.Trees;

/// <summary>A single decision tree (CART, Breiman et al. 1984): missing values and categories are learned from as they are.</summary>
public abstract class DecisionTreeEstimator : TreeEstimator
{
    private protected DecisionTreeEstimator()
    {
    }

    private protected DecisionTreeEstimator(SavedForest saved) : base(saved.Options)
    {
        Splitter = saved.Options.Splitter ?? Splitter;
        CcpAlpha = saved.Options.CcpAlpha ?? CcpAlpha;
        Fitted = FromFile(saved);
    }

    /// <summary>Which cuts are considered. Default <see cref="Splitter.Best"/>.</summary>
    public Splitter Splitter { get; init; } = Splitter.Best;

    /// <summary>α of cost-complexity pruning, in units of the criterion: after growing, questions that lower impurity by no more than α per leaf are taken back. Default 0: no pruning.</summary>
    public double CcpAlpha
    {
        get;
        init => field = NotNegative(value, nameof(CcpAlpha));
    }

    /// <summary>The fitted tree.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public DecisionTree Tree => Fitted.Trees[0];

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with { Splitter = Splitter, CcpAlpha = CcpAlpha };

    /// <summary>The leaf each row reaches.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Indexes into <see cref="DecisionTree.Nodes"/>, one per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Apply(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var result = new int[features.RowCount];
        Fitted.ForLeaves(features, new Workers(Threads), (_, _, firstRow, leaves) => leaves.CopyTo(result.AsSpan(firstRow)));
        return result;
    }

    /// <summary>The nodes that one row passes, from the root to its leaf.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="row">Which row.</param>
    /// <returns>Indexes into <see cref="DecisionTree.Nodes"/>.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<int> DecisionPath(Features features, int row)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Tree.PathOf(RowMajor.Of(Fitted.Schema.Encode(features.Take([row])), 0, 1));
    }

    private protected void Train(Features features, IDecisionTreeGrower grower, double[] weights, CancellationToken cancellation)
    {
        var workers = new Workers(Threads);
        var schema = FeatureSchema.Of(features);
        GrowthRules rules = Rules(schema.Count, weights.Sum(), Splitter);
        DecisionTree tree = grower.Grow(Rank(schema, features, workers), rules, weights, new SplitMix(Seed, 0), workers, cancellation);
        Fitted = new([CcpAlpha > 0 ? tree.Prune(CcpAlpha) : tree], schema);
    }
}
