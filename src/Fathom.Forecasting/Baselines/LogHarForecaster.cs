namespace Fathom.Forecasting;

/// <summary>
/// The heterogeneous autoregression in logs, bias-corrected: the log of variance on the logs of its values of the last day, week (5) and month (22), by least
/// squares; exp(m + s²/2) leads back. Far stronger than <see cref="HarForecaster"/> and as cheap: the rival to beat on volatility.
/// </summary>
public sealed class LogHarForecaster : Forecaster
{
    /// <summary>
    /// Whether to add the leverage effect (mean loss of the last day, week and month; Corsi and Renò 2012) and, where the series has a feature "VIX", its log.
    /// Default false.
    /// </summary>
    public bool Extended { get; init; }

    /// <inheritdoc />
    public override string Name => Extended ? "log-HAR-X" : "log-HAR";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Statistical;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        return new LeastSquares(problem, fold, Columns, scaled: true);
    }

    private FeatureTable Columns(ForecastProblem problem)
    {
        List<string> names = [FeatureRecipes.LogVarianceDay, FeatureRecipes.LogVarianceWeek, FeatureRecipes.LogVarianceMonth];
        if (Extended)
        {
            names.AddRange([FeatureRecipes.LossDay, FeatureRecipes.LossWeek, FeatureRecipes.LossMonth]);
            if (problem.Series.Feature(ScaledVixForecaster.Feature) is { } vix)
                names.Add(FeatureRecipes.LogOf(vix.Name));
        }

        return problem.Features.Select(names);
    }
}
