using Fathom.Trees;

namespace Fathom.Tabular;

/// <summary>A tree model of <c>Fathom.Trees</c> as an estimator of a <see cref="RegressionPipeline"/>.</summary>
public sealed class TreeModelRegressor : IRegressor
{
    private readonly Action<Features, double[]> _fit;
    private readonly Func<Features, float[]> _predict;

    /// <summary>Takes gradient boosting.</summary>
    /// <param name="boosting">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelRegressor(GradientBoostingRegressor boosting)
        : this(boosting, (features, targets) => boosting.Fit(features, targets), features => boosting.Predict(features)) { }

    /// <summary>Takes a forest: random, of extra trees, or bagged.</summary>
    /// <param name="forest">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelRegressor(ForestRegressor forest)
        : this(forest, (features, targets) => forest.Fit(features, targets), features => forest.Predict(features)) { }

    /// <summary>Takes a decision tree.</summary>
    /// <param name="tree">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelRegressor(DecisionTreeRegressor tree)
        : this(tree, (features, targets) => tree.Fit(features, targets), features => tree.Predict(features)) { }

    private TreeModelRegressor(object model, Action<Features, double[]> fit, Func<Features, float[]> predict)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, _fit, _predict) = (model, fit, predict);
    }

    /// <summary>The tree model.</summary>
    public object Model { get; }

    /// <inheritdoc />
    public void Fit(double[,] features, double[] targets)
    {
        Matrices.CheckFinite(features);
        Matrices.CheckTargets(features, targets);
        _fit(Features.FromRows(features), targets);
    }

    /// <inheritdoc />
    public double[] Predict(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Array.ConvertAll(_predict(Features.FromRows(features)), value => (double)value);
    }
}
