using Fathom.Tabular;

namespace Fathom.Forecasting;

/// <summary>
/// Ridge regression on the task's tabular features, standardised on training labels. The penalty is the one of a grid (10⁻¹ … 10⁵ by factors of √10) with the
/// smallest squared error on the fold's validation slice; the regression is then fitted to all training labels.
/// </summary>
public sealed class RidgeForecaster : Forecaster
{
    private static readonly double[] Penalties = [.. Enumerable.Range(-2, 13).Select(k => Math.Pow(10, k / 2.0))];

    /// <inheritdoc />
    public override string Name => "ridge";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Linear;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        double penalty = Penalties.MinBy(candidate => ValidationError(problem, fold, candidate));
        cancellation.ThrowIfCancellationRequested();
        return new Fitted(problem, fold, penalty);
    }

    private static double ValidationError(ForecastProblem problem, TrainingFold fold, double penalty)
    {
        (StandardScaler scaler, Ridge ridge) = Train(problem, fold.Fit, penalty);
        double[] outputs = ridge.Predict(scaler.Transform(problem.FeatureRows(fold.Validation)));
        return TrainedScale.Measure(problem, fold.Validation, fold.Validation, outputs, parameters: 0).ResidualVariance;
    }

    private static (StandardScaler, Ridge) Train(ForecastProblem problem, int[] samples, double penalty)
    {
        double[,] features = problem.FeatureRows(samples);
        StandardScaler scaler = new StandardScaler().Fit(features);
        var ridge = new Ridge(penalty);
        ridge.Fit(scaler.Transform(features), ForecastProblem.Pick(problem.ScaledTargets, samples));
        return (scaler, ridge);
    }

    private sealed class Fitted : FittedForecaster
    {
        private readonly StandardScaler _scaler;
        private readonly Ridge _ridge;
        private readonly ScaleFit _fit;

        public Fitted(ForecastProblem problem, TrainingFold fold, double penalty)
        {
            (_scaler, _ridge) = Train(problem, fold.Train, penalty);
            _fit = TrainedScale.Measure(problem, fold.Train, fold.Train, Output(problem, fold.Train), _ridge.Coefficients.Count + 1);
        }

        public override long? Parameters => _ridge.Coefficients.Count + 1;

        public override double[] Predict(ForecastProblem problem, int[] samples) => TrainedScale.Back(problem, samples, Output(problem, samples), _fit);

        private double[] Output(ForecastProblem problem, int[] samples) => _ridge.Predict(_scaler.Transform(problem.FeatureRows(samples)));
    }
}
