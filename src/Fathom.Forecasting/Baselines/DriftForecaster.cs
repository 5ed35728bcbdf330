namespace Fathom.Forecasting;

/// <summary>
/// The random walk with drift: the series goes on as it did on average from its first observation to the origin (Hyndman and Athanasopoulos,
/// <i>Forecasting: Principles and Practice</i>, section 5.2). For returns the mean return so far, for levels the last one plus the mean step.
/// </summary>
public sealed class DriftForecaster : Forecaster
{
    /// <inheritdoc />
    public override string Name => "drift";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Naive;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) => new CausalRule(
        static (problem, row) =>
        {
            double[] level = problem.Series.Close;
            return problem.Task is LevelTask
                ? level[row] + problem.Task.Horizon * (level[row] - level[0]) / row
                : problem.Task.Horizon * Math.Log(level[row] / level[0]) / row;
        }, 0);
}
