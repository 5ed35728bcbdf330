namespace Fathom.Forecasting;

/// <summary>Forecasts 0: no return. The forecaster to beat on returns, which few do.</summary>
public sealed class ZeroForecaster : Forecaster
{
    /// <inheritdoc />
    public override string Name => "zero";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Naive;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) =>
        new CausalRule((_, _) => 0, 0);
}
