namespace Fathom.Forecasting;

/// <summary>Forecasts the mean of the training targets.</summary>
public sealed class MeanForecaster : Forecaster
{
    /// <inheritdoc />
    public override string Name => "mean";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Naive;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        double mean = ForecastProblem.Pick(problem.Targets, fold.Train).Average();
        return new CausalRule((_, _) => mean, 1);
    }
}
