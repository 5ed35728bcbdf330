using Fathom.Trees;

namespace Fathom.Tabular;

/// <summary>A tree model of <c>Fathom.Trees</c> as an estimator of a <see cref="ClassificationPipeline"/>.</summary>
public sealed class TreeModelClassifier : IClassifier
{
    private readonly Action<Features, int[]> _fit;
    private readonly Func<Features, int[]> _predict;
    private readonly Func<Features, float[,]> _probabilities;

    /// <summary>Takes gradient boosting.</summary>
    /// <param name="boosting">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelClassifier(GradientBoostingClassifier boosting)
        : this(boosting, (features, classes) => boosting.Fit(features, classes), features => boosting.Predict(features), features => boosting.PredictProbability(features)) { }

    /// <summary>Takes a forest: random, of extra trees, or bagged.</summary>
    /// <param name="forest">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelClassifier(ForestClassifier forest)
        : this(forest, (features, classes) => forest.Fit(features, classes), features => forest.Predict(features), features => forest.PredictProbability(features)) { }

    /// <summary>Takes a decision tree.</summary>
    /// <param name="tree">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelClassifier(DecisionTreeClassifier tree)
        : this(tree, (features, classes) => tree.Fit(features, classes), features => tree.Predict(features), features => tree.PredictProbability(features)) { }

    /// <summary>Takes AdaBoost.</summary>
    /// <param name="boosting">Its options decide how it learns; it may be fitted already.</param>
    public TreeModelClassifier(AdaBoostClassifier boosting)
        : this(boosting, (features, classes) => boosting.Fit(features, classes), features => boosting.Predict(features), features => boosting.PredictProbability(features)) { }

    private TreeModelClassifier(object model, Action<Features, int[]> fit, Func<Features, int[]> predict, Func<Features, float[,]> probabilities)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, _fit, _predict, _probabilities) = (model, fit, predict, probabilities);
    }

    /// <summary>The tree model.</summary>
    public object Model { get; }

    /// <inheritdoc />
    public void Fit(double[,] features, int[] classes)
    {
        Matrices.CheckFinite(features);
        Matrices.CheckClasses(features, classes);
        _fit(Features.FromRows(features), classes);
    }

    /// <inheritdoc />
    public int[] Predict(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return _predict(Features.FromRows(features));
    }

    /// <inheritdoc />
    public double[,] PredictProbability(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Matrices.Widen(_probabilities(Features.FromRows(features)));
    }
}
