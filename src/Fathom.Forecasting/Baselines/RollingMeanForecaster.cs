namespace Fathom.Forecasting;

/// <summary>Forecasts variance as its mean over the last observations.</summary>
public sealed class RollingMeanForecaster : Forecaster
{
    /// <summary>Creates the forecaster.</summary>
    /// <param name="window">Observations in the mean, 2 to 22. Default 22, a month of trading days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is out of range.</exception>
    public RollingMeanForecaster(int window = FeatureTable.WarmUp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, FeatureTable.WarmUp);
        Window = window;
    }

    /// <summary>Observations in the mean.</summary>
    public int Window { get; }

    /// <inheritdoc />
    public override string Name => $"mean of {Window}";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Statistical;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) => new CausalRule(
        (problem, row) =>
        {
            double sum = 0;
            for (int k = row - Window + 1; k <= row; k++)
                sum += problem.Measure[k];
            return sum / Window;
        }, 0);
}
