namespace Fathom.Forecasting;

/// <summary>The forecasters that can be asked for by name.</summary>
public static class ForecasterCatalogue
{
    /// <summary>The name that stands for all baselines of a task.</summary>
    public const string Naive = "naive";

    private const int FourYears = 1008;

    private static readonly (string Name, Func<string, Forecaster> Create)[] Models =
    [
        ("ridge", _ => new RidgeForecaster()),
        ("boosting", _ => new BoostingForecaster()),
        ("dense", NeuralForecaster.Dense),
        ("conv1d", NeuralForecaster.Conv1D),
        ("lstm", NeuralForecaster.Lstm),
        ("gru", NeuralForecaster.Gru),
        ("dlinear", NeuralForecaster.DLinear),
    ];

    /// <summary>All names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Naive, .. Models.Select(model => model.Name)];

    /// <summary>The baselines of a task: every cheap forecaster that a model has to beat before it is worth anything.</summary>
    /// <remarks>
    /// The window of log-HAR-X (1008) and the lookback of scaled VIX² were chosen knowing SPY's forecasts of 2009–2021. On SPY that favours these baselines, and the
    /// test of superior predictive ability does not pay for it: a model they hold off there is not refuted elsewhere.
    /// </remarks>
    /// <param name="task">The task.</param>
    /// <param name="series">The series; its features and spacing decide on scaled VIX² and seasonal.</param>
    public static IReadOnlyList<Forecaster> Baselines(ForecastTask task, PriceSeries series)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(series);
        List<Forecaster> baselines = [new MeanForecaster(), new MedianForecaster(), new LastForecaster()];
        if (task is ReturnTask)
            baselines.Insert(0, new ZeroForecaster());
        if (task is not VolatilityTask)
            baselines.Add(new DriftForecaster());
        if (Period.Of(series.Times).Season is { } season && season <= Math.Max(task.SequenceLength, FeatureTable.WarmUp))
            baselines.Add(new SeasonalForecaster(season));
        if (task is VolatilityTask)
        {
            baselines.AddRange([new RollingMeanForecaster(), new EwmaForecaster(), new HarForecaster(), new LogHarForecaster(), new LogHarForecaster { Extended = true }]);
            if (series.Length > 2 * FourYears)
                baselines.Add(new LogHarForecaster { Extended = true, Lookback = FourYears });
            if (series.Feature(SeriesFeature.Vix) is { } vix && Array.TrueForAll(vix.Values, value => value > 0))
                baselines.Add(new ScaledVixForecaster());
        }

        return baselines;
    }

    /// <summary>Forecasters by name. The baselines of the task always take part, named or not: there is no tournament without them.</summary>
    /// <param name="names">Names out of <see cref="Names"/>, in any case.</param>
    /// <param name="task">The task.</param>
    /// <param name="series">The series.</param>
    /// <param name="device">Where nets are trained; see <see cref="Devices"/>. On the CPU each fit uses one thread.</param>
    /// <exception cref="ForecastException">A name is not known.</exception>
    public static IReadOnlyList<Forecaster> Create(IEnumerable<string> names, ForecastTask task, PriceSeries series, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(names);
        List<Forecaster> forecasters = [.. Baselines(task, series)];
        foreach (string name in names.Select(name => name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (name.Equals(Naive, StringComparison.OrdinalIgnoreCase))
                continue;
            Func<string, Forecaster> create = Array.Find(Models, model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Create
                ?? throw new ForecastException($"There is no forecaster '{name}'.", "models", $"Use {string.Join(", ", Names)}.");
            forecasters.Add(create(device));
        }

        return forecasters;
    }
}
