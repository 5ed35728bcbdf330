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

    /// <summary>The tree as indented text, in the manner of scikit-learn's export_text.</summary>
    /// <param name="decimals">Digits after the point, from 0.</param>
    /// <param name="spacing">The length of a branch in letters, from 1.</param>
    /// <param name="maxDepth">Deeper branches are summed up; from 0.</param>
    /// <param name="weights">Whether leaves tell the weight of each class.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public string ToText(int decimals = 2, int spacing = 3, int maxDepth = 10, bool weights = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfLessThan(spacing, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        var words = new TreeWords(Tree, Fitted.Schema, decimals);
        return TreeText.Write(Tree, words, node => LeafText(node, words, weights), maxDepth, spacing);
    }

    /// <summary>The tree as a self-contained SVG: boxes coloured by class or value, branches as broad as the weight that takes them; dark where the reader's system is.</summary>
    /// <param name="decimals">Digits after the point, from 0.</param>
    /// <param name="maxDepth">Nodes deeper than this are left out, from 0; more than five levels seldom fit a screen.</param>
    /// <param name="classNames">A name for each class; "class 0", "class 1", … where null.</param>
    /// <exception cref="ArgumentException">The names are not one per class.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public string ToSvg(int decimals = 2, int maxDepth = 4, IReadOnlyList<string>? classNames = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        if (classNames is not null && classNames.Count != Tree.Outputs)
            throw new ArgumentException($"There are {classNames.Count} names for {Tree.Outputs} classes.", nameof(classNames));
        var words = new TreeWords(Tree, Fitted.Schema, decimals);
        int leaves = Tree.LeafCount;
        string title = $"Decision tree: {leaves} {(leaves == 1 ? "leaf" : "leaves")}, depth {Tree.Depth}{(Tree.Depth > maxDepth ? $", the first {maxDepth} levels of questions shown" : "")}";
        return new TreeSvg(Tree, words, node => Look(node, words, classNames), maxDepth).Write(title);
    }

    /// <summary>The tree as nested JSON objects: samples, weight, impurity and value of each node, its question and its children, left first.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public string ToJson() => TreeJson.Write(Tree, Fitted.Schema, CriterionName);

    private protected abstract string CriterionName { get; }

    private protected abstract string LeafText(int node, TreeWords words, bool weights);

    private protected abstract NodeLook Look(int node, TreeWords words, IReadOnlyList<string>? classNames);

    private protected void Train(Features features, IDecisionTreeGrower grower, double[] weights, CancellationToken cancellation)
    {
        var workers = new Workers(Threads);
        var schema = FeatureSchema.Of(features);
        GrowthRules rules = Rules(schema.Count, weights.Sum(), Splitter, randomTies: false);
        DecisionTree tree = grower.Grow(Rank(schema, features, Splitter, workers), rules, weights, new SplitMix(Seed, 0), workers, cancellation);
        Fitted = new([CcpAlpha > 0 ? tree.Prune(CcpAlpha) : tree], schema);
    }
}
