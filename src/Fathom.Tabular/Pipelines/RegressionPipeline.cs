namespace Fathom.Tabular;

/// <summary>A <see cref="Pipeline"/> that ends in a regressor.</summary>
/// <example><code>
/// var pipeline = new RegressionPipeline { { "scale", new StandardScaler() }, { "ridge", new Ridge(penalty: 1) } };
/// pipeline.Fit(train, targets);
/// double[] predictions = pipeline.Predict(test);
/// </code></example>
public sealed class RegressionPipeline : Pipeline, IRegressor
{
    /// <summary>Adds the estimator, the last step.</summary>
    /// <param name="name">The step's name: letters, digits, '_', '-' and '.'.</param>
    /// <param name="estimator">The estimator. It belongs to this pipeline.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">There is an estimator already.</exception>
    public void Add(string name, IRegressor estimator) => AddStep(name, estimator);

    /// <inheritdoc />
    public void Fit(double[,] features, double[] targets)
    {
        var estimator = Estimator<IRegressor>();
        Matrices.CheckFinite(features);
        Matrices.CheckTargets(features, targets);
        estimator.Fit(FitTransformers(features), targets);
    }

    /// <inheritdoc />
    public double[] Predict(double[,] features) => Estimator<IRegressor>().Predict(Transform(features));
}
