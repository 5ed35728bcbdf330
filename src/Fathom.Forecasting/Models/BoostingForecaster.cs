using Fathom.Trees;

namespace Fathom.Forecasting;

/// <summary>
/// Gradient boosting on the task's tabular features: shallow trees, 70 % of the rows per tree, stopped after 30 rounds without a better loss on the fold's
/// validation slice.
/// </summary>
public sealed class BoostingForecaster : Forecaster
{
    private const int Patience = 30;

    /// <inheritdoc />
    public override string Name => "boosting";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Trees;

    /// <inheritdoc />
    public override bool IsStochastic => true;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        var trees = new GradientBoostingRegressor
        {
            Trees = 300, LearningRate = 0.05, MaxDepth = 3, MinChildWeight = 20, Sampling = RowSampling.Bernoulli(0.7), Bins = 63, Threads = 1, Seed = seed,
        };
        // Targets in units of their own deviation: the regulariser of the leaves then means the same for returns and for log variances.
        double[] targets = ForecastProblem.Pick(problem.ScaledTargets, fold.Fit);
        double mean = targets.Average(), deviation = Math.Sqrt(targets.Sum(value => (value - mean) * (value - mean)) / targets.Length);
        deviation = deviation > 0 ? deviation : 1;
        double[] Unit(int[] samples) => Array.ConvertAll(ForecastProblem.Pick(problem.ScaledTargets, samples), value => (value - mean) / deviation);
        BoostingHistory history = trees.Fit(
            Features.FromRows(problem.FeatureRows(fold.Fit)), Unit(fold.Fit),
            validation: (Features.FromRows(problem.FeatureRows(fold.Validation)), Unit(fold.Validation)), earlyStopping: Patience, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new Fitted(trees, mean, deviation, problem, fold, history);
    }

    private sealed class Fitted : FittedForecaster
    {
        private readonly GradientBoostingRegressor _trees;
        private readonly double _mean, _deviation;
        private readonly ScaleFit _fit;
        private readonly BoostingHistory _history;

        public Fitted(GradientBoostingRegressor trees, double mean, double deviation, ForecastProblem problem, TrainingFold fold, BoostingHistory history)
        {
            (_trees, _mean, _deviation, _history) = (trees, mean, deviation, history);
            // Errors on labels the trees were fitted to are too small to correct a bias with; those of the validation slice are honest.
            _fit = TrainedScale.Measure(problem, fold.Train, fold.Validation, Output(problem, fold.Validation), parameters: 0);
        }

        public override (double[] Training, double[] Validation, int BestEpoch)? Curve =>
            ([.. _history.TrainingLoss], [.. _history.ValidationLoss], _history.Rounds);

        public override double[] Predict(ForecastProblem problem, int[] samples) => TrainedScale.Back(problem, samples, Output(problem, samples), _fit);

        private double[] Output(ForecastProblem problem, int[] samples) =>
            Array.ConvertAll(_trees.Predict(Features.FromRows(problem.FeatureRows(samples))), value => _mean + _deviation * value);
    }
}
