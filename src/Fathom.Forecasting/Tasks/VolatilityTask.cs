namespace Fathom.Forecasting;

/// <summary>
/// Forecasts the mean variance per period over the next <c>horizon</c> observations: <see cref="GarmanKlass"/> where the series has bars, squared log
/// returns otherwise. QLIKE comes first, MAE of σ beside it. Models train on the log of the variance.
/// </summary>
/// <param name="horizon">Observations ahead, at least 1. Default 1.</param>
public sealed record VolatilityTask(int horizon = 1) : ForecastTask(horizon)
{
    /// <inheritdoc />
    public override string Name => "volatility";

    /// <inheritdoc />
    public override ForecastLoss PrimaryLoss => ForecastLoss.Qlike;

    internal override string Describe(string name, string step) => Horizon == 1 ? $"next-{step} {name} volatility" : $"{Horizon}-{step} {name} volatility";

    internal override string Unit(string step) => $"% per {step}";

    internal override double Display(double natural) => 100 * Math.Sqrt(natural);

    /// <summary>Variance of each period; with closes alone its first value is that of the second period.</summary>
    internal static double[] Variance(PriceSeries series)
    {
        if (series.Bars is { } bars)
            return GarmanKlass.Variance(bars, series.Close);
        double[] squares = Array.ConvertAll(Causal.Change(series.Close), value => Math.Max(GarmanKlass.Floor, value * value));
        squares[0] = squares[1];
        return squares;
    }

    private protected override void Check(PriceSeries series)
    {
        string where = $"series '{series.Name}'";
        SeriesChecks.Positive("close", series.Close, series.Times, where, Name);
        if (series.Bars is { } bars)
        {
            SeriesChecks.Positive("open", bars.Open, series.Times, where, Name);
            SeriesChecks.Positive("high", bars.High, series.Times, where, Name);
            SeriesChecks.Positive("low", bars.Low, series.Times, where, Name);
        }
    }

    private protected override ProblemParts Measure(PriceSeries series)
    {
        double[] variance = Variance(series);
        double[] returns = Causal.Change(series.Close);
        return new ProblemParts
        {
            Measure = variance,
            Target = t =>
            {
                double sum = 0;
                for (int k = t + 1; k <= t + Horizon; k++)
                    sum += variance[k];
                return sum / Horizon;
            },
            Reference = t => variance[t],
            Scale = new LogVarianceScale(),
            Features = new FeatureTable([.. FeatureRecipes.LogVariances(variance), .. FeatureRecipes.Losses(returns), .. FeatureRecipes.Others(series, changes: true)]),
            Steps = new FeatureTable([("log variance", Array.ConvertAll(variance, Math.Log)), ("return", returns), .. FeatureRecipes.Others(series, changes: false)]),
        };
    }
}
