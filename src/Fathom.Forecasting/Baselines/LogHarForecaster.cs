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

    /// <summary>
    /// How many of the last training labels to fit on, at least 100; null, the default, takes all. A few years forget regimes, and data errors, of long ago.
    /// </summary>
    public int? Lookback
    {
        get;
        init
        {
            if (value is { } labels)
                ArgumentOutOfRangeException.ThrowIfLessThan(labels, 100, nameof(Lookback));
            field = value;
        }
    }

    /// <inheritdoc />
    public override string Name => (Extended ? "log-HAR-X" : "log-HAR") + (Lookback is { } labels ? $" ({labels})" : "");

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Statistical;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        int[] train = Lookback is { } labels ? fold.Train[Math.Max(0, fold.Train.Length - labels)..] : fold.Train;
        return new LeastSquares(problem, train, Columns, scaled: true);
    }

    private FeatureTable Columns(ForecastProblem problem)
    {
        List<string> names = [FeatureRecipes.LogVarianceDay, FeatureRecipes.LogVarianceWeek, FeatureRecipes.LogVarianceMonth];
        if (Extended)
        {
            names.AddRange([FeatureRecipes.LossDay, FeatureRecipes.LossWeek, FeatureRecipes.LossMonth]);
            if (problem.Series.Feature(SeriesFeature.Vix) is { } vix)
                names.Add(FeatureRecipes.LogOf(vix.Name));
        }

        return problem.Features.Select(names);
    }
}
