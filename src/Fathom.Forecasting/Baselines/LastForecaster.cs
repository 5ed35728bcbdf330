namespace Fathom.Forecasting;

/// <summary>
/// Repeats the last value: the last level, or what the last observations did (their summed return, their mean variance).
/// </summary>
public sealed class LastForecaster : Forecaster
{
    /// <summary>How many of the last observations to repeat; null, the default, takes as many as the horizon has. A level is always the last one.</summary>
    public int? Observations { get; init; }

    /// <inheritdoc />
    public override string Name => "last";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Naive;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) => new CausalRule(Forecast, 0);

    private double Forecast(ForecastProblem problem, int row)
    {
        if (problem.Task is LevelTask)
            return problem.Measure[row];
        int horizon = problem.Task.Horizon, count = Math.Min(Observations ?? horizon, row);
        double mean = 0;
        for (int k = row - count + 1; k <= row; k++)
            mean += problem.Measure[k] / count;
        return problem.Task is ReturnTask ? mean * horizon : mean;
    }
}
