namespace Fathom.Forecasting;

/// <summary>
/// The heterogeneous autoregression in levels: variance on its values of the last day, week (5) and month (22), by least squares
/// (Corsi, "A simple approximate long-memory model of realized volatility", Journal of Financial Econometrics 7, 2009). Kept to the range of the training targets.
/// </summary>
public sealed class HarForecaster : Forecaster
{
    /// <inheritdoc />
    public override string Name => "HAR";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Statistical;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        return new LeastSquares(problem, fold.Train, Columns, scaled: false);
    }

    private static FeatureTable Columns(ForecastProblem problem) => new(
    [
        ("variance, 1", problem.Measure), ("variance, 5", Causal.Mean(problem.Measure, 5)), ("variance, 22", Causal.Mean(problem.Measure, 22)),
    ]);
}
