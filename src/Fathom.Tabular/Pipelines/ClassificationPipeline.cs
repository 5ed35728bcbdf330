namespace Fathom.Tabular;

/// <summary>A <see cref="Pipeline"/> that ends in a classifier.</summary>
/// <example><code>
/// var pipeline = new ClassificationPipeline { { "scale", new StandardScaler() }, { "boosting", new TreeModelClassifier(new GradientBoostingClassifier()) } };
/// pipeline.Fit(train, classes);
/// double[,] probabilities = pipeline.PredictProbability(test);
/// </code></example>
public sealed class ClassificationPipeline : Pipeline, IClassifier
{
    /// <summary>Adds the estimator, the last step.</summary>
    /// <param name="name">The step's name: letters, digits, '_', '-' and '.'.</param>
    /// <param name="estimator">The estimator. It belongs to this pipeline.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">There is an estimator already.</exception>
    public void Add(string name, IClassifier estimator) => AddStep(name, estimator);

    /// <inheritdoc />
    public void Fit(double[,] features, int[] classes)
    {
        var estimator = Estimator<IClassifier>();
        Matrices.CheckFinite(features);
        Matrices.CheckClasses(features, classes);
        estimator.Fit(FitTransformers(features), classes);
    }

    /// <inheritdoc />
    public int[] Predict(double[,] features) => Estimator<IClassifier>().Predict(Transform(features));

    /// <inheritdoc />
    public double[,] PredictProbability(double[,] features) => Estimator<IClassifier>().PredictProbability(Transform(features));
}
