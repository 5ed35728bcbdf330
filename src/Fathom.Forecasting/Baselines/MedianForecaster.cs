namespace Fathom.Forecasting;

/// <summary>Forecasts the median of the training targets: of all constants the best one under absolute error.</summary>
public sealed class MedianForecaster : Forecaster
{
    /// <inheritdoc />
    public override string Name => "median";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Naive;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        double[] targets = ForecastProblem.Pick(problem.Targets, fold.Train);
        Array.Sort(targets);
        double median = (targets[(targets.Length - 1) / 2] + targets[targets.Length / 2]) / 2;
        return new CausalRule((_, _) => median, 1);
    }
}
