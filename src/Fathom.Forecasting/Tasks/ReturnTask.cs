namespace Fathom.Forecasting;

/// <summary>Forecasts the log return over the next <c>horizon</c> observations, ln(P[t+h] / P[t]). MAE comes first.</summary>
/// <param name="horizon">Observations ahead, at least 1. Default 1.</param>
public sealed record ReturnTask(int horizon = 1) : ForecastTask(horizon)
{
    /// <inheritdoc />
    public override string Name => "return";

    /// <inheritdoc />
    public override ForecastLoss PrimaryLoss => ForecastLoss.MeanAbsoluteError;

    internal override string Describe(string name, string step) => Horizon == 1 ? $"next-{step} {name} returns" : $"{Horizon}-{step} {name} returns";

    internal override string Unit(string step) => "log return";

    private protected override void Check(PriceSeries series) =>
        SeriesChecks.Positive("close", series.Close, series.Times, $"series '{series.Name}'", Name);

    private protected override ProblemParts Measure(PriceSeries series)
    {
        double[] returns = Causal.Change(series.Close);
        double[]? variance = series.Bars is null ? null : VolatilityTask.Variance(series);
        List<(string, double[])> features = [.. FeatureRecipes.Steps(returns)];
        List<(string, double[])> steps = [("return", returns)];
        if (variance is not null)
        {
            features.AddRange(FeatureRecipes.LogVariances(variance));
            steps.Add(("log variance", Array.ConvertAll(variance, Math.Log)));
        }

        features.AddRange(FeatureRecipes.Others(series, changes: true));
        steps.AddRange(FeatureRecipes.Others(series, changes: false));
        return new ProblemParts
        {
            Measure = returns,
            Target = t => Math.Log(series.Close[t + Horizon] / series.Close[t]),
            Reference = _ => 0,
            Scale = new IdentityScale(),
            Features = new FeatureTable(features),
            Steps = new FeatureTable(steps),
        };
    }
}
