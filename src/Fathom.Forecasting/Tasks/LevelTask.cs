namespace Fathom.Forecasting;

/// <summary>
/// Forecasts the level <c>horizon</c> observations ahead. MAE comes first. Models train on the change from the origin, in logs where every level is
/// positive, so that they start from the forecaster to beat: the last level.
/// </summary>
/// <param name="horizon">Observations ahead, at least 1. Default 1.</param>
public sealed record LevelTask(int horizon = 1) : ForecastTask(horizon)
{
    /// <inheritdoc />
    public override string Name => "level";

    /// <inheritdoc />
    public override ForecastLoss PrimaryLoss => ForecastLoss.MeanAbsoluteError;

    internal override string Describe(string name, string step) => Horizon == 1 ? $"{name} one {step} ahead" : $"{name} {Horizon} {step}s ahead";

    internal override string Unit(string step) => "level";

    private protected override void Check(PriceSeries series)
    {
        // Any finite level will do.
    }

    private protected override ProblemParts Measure(PriceSeries series)
    {
        double[] level = series.Close;
        bool logarithmic = Array.TrueForAll(level, value => value > 0);
        double[] changes = Causal.Change(level, logarithmic);
        return new ProblemParts
        {
            Measure = level,
            Target = t => level[t + Horizon],
            Reference = t => level[t],
            Scale = new ChangeScale(level, logarithmic),
            Features = new FeatureTable([.. FeatureRecipes.Steps(changes), .. FeatureRecipes.Others(series, changes: true)]),
            Steps = new FeatureTable([("change", changes), .. FeatureRecipes.Others(series, changes: false)]),
        };
    }
}
