namespace Fathom.Forecasting;

/// <summary>Repeats what was observed a season ago (the last whole seasons, where the horizon is longer than one).</summary>
public sealed class SeasonalForecaster : Forecaster
{
    /// <summary>Creates the forecaster.</summary>
    /// <param name="season">Observations in a season, at least 2: 5 for trading days, 12 for months.</param>
    /// <exception cref="ArgumentOutOfRangeException">The season is shorter than 2.</exception>
    public SeasonalForecaster(int season)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 2);
        Season = season;
    }

    /// <summary>Observations in a season.</summary>
    public int Season { get; }

    /// <inheritdoc />
    public override string Name => $"seasonal ({Season})";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Naive;

    /// <inheritdoc />
    /// <exception cref="ForecastException">The history before the first origin is shorter than a season.</exception>
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Origins[0] < Season)
        {
            throw new ForecastException($"A season of {Season} observations is longer than the {problem.Origins[0]} before the first forecast.", Name,
                $"Set the sequence length to {Season} or more, or leave the seasonal baseline out.");
        }

        return new CausalRule(Forecast, 0);
    }

    private double Forecast(ForecastProblem problem, int row)
    {
        int horizon = problem.Task.Horizon;
        if (problem.Task is LevelTask)
            return At(problem, row, horizon);
        double sum = 0;
        for (int step = 1; step <= horizon; step++)
            sum += At(problem, row, step);
        return problem.Task is ReturnTask ? sum : sum / horizon;
    }

    private double At(ForecastProblem problem, int row, int step) => problem.Measure[row + step - Season * ((step + Season - 1) / Season)];
}
