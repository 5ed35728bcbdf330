namespace Fathom.Trees;

/// <summary>A decision tree for a numeric target.</summary>
/// <example><code>
/// var tree = new DecisionTreeRegressor { MinSamplesLeaf = 20, CcpAlpha = 0.01 };
/// tree.Fit(features, targets);
/// float[] predictions = tree.Predict(features);
/// </code></example>
public sealed class DecisionTreeRegressor : DecisionTreeEstimator
{
    private const string KindName = "decision tree regressor";

    /// <summary>A tree with default options.</summary>
    public DecisionTreeRegressor()
    {
    }

    private DecisionTreeRegressor(SavedForest saved) : base(saved) => Criterion = saved.Options.RegressionCriterion ?? Criterion;

    /// <summary>What splits lower. Default <see cref="RegressionCriterion.SquaredError"/>.</summary>
    public RegressionCriterion Criterion { get; init; } = RegressionCriterion.SquaredError;

    private protected override string Kind => KindName;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with { RegressionCriterion = Criterion };

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no decision tree regressor, is damaged, or was written by a newer version.</exception>
    public static DecisionTreeRegressor Load(string path) => ForestFile.Read(KindName, path, saved => new DecisionTreeRegressor(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no decision tree regressor, is damaged, or was written by a newer version.</exception>
    public static DecisionTreeRegressor Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new DecisionTreeRegressor(saved));

    /// <summary>Learns from rows; a tree fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per target.</param>
    /// <param name="targets">The numbers to predict; not negative under <see cref="RegressionCriterion.Poisson"/>.</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="cancellation">Ends the fit; the tree fitted before, if any, stays.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a target or weight is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public void Fit(Features features, Labels targets, float[]? weights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        RowChecks.Labels(features, targets);
        double[] rowWeights = RowChecks.Weights(weights, targets.Count);
        Train(features, Growers.Of(Criterion, targets.Values.ToArray(), rowWeights), rowWeights, cancellation);
    }

    /// <summary>Predicts the mean (under absolute error the median) of the training targets in each row's leaf.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] Predict(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Array.ConvertAll(Fitted.Mean(features, new Workers(Threads)), value => (float)value);
    }

    private protected override string CriterionName => Criterion switch
    {
        RegressionCriterion.SquaredError => "squaredError",
        RegressionCriterion.AbsoluteError => "absoluteError",
        _ => "poisson",
    };

    private protected override string LeafText(int node, TreeWords words, bool weights) => $"value: [{words.Number(Tree.Value(node)[0])}]";

    /// <summary>The greater the value among those of all nodes, the stronger the colour.</summary>
    private protected override NodeLook Look(int node, TreeWords words, IReadOnlyList<string>? classNames)
    {
        double value = Tree.Value(node)[0], least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        for (int i = 0; i < Tree.Nodes.Count; i++)
        {
            least = Math.Min(least, Tree.Value(i)[0]);
            greatest = Math.Max(greatest, Tree.Value(i)[0]);
        }
        return new(words.Number(value), Palette.Data, greatest > least ? (value - least) / (greatest - least) : 0, []);
    }
}
