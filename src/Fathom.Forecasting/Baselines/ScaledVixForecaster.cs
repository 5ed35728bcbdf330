namespace Fathom.Forecasting;

/// <summary>
/// Forecasts variance from the options market: k · VIX² / 252, where k is the mean ratio of measured to implied variance over the last part of the training
/// period. k is below 1, since implied variance carries a premium and includes the nights. The mean of ratios is the constant that minimises QLIKE.
/// </summary>
public sealed class ScaledVixForecaster : Forecaster
{
    private const double TradingDays = 252;

    /// <summary>Creates the forecaster.</summary>
    /// <param name="lookback">Observations the ratio is taken over, at least 22. Default 504, two years of trading days: the premium drifts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lookback is below 22.</exception>
    public ScaledVixForecaster(int lookback = 504)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, FeatureTable.WarmUp);
        Lookback = lookback;
    }

    /// <summary>Observations the ratio is taken over.</summary>
    public int Lookback { get; }

    /// <inheritdoc />
    public override string Name => "scaled VIX²";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Statistical;

    /// <inheritdoc />
    /// <exception cref="ForecastException">The series has no feature "VIX", or it is not positive.</exception>
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        double[] vix = Vix(problem.Series);
        int last = problem.Origins[fold.Train[^1]], first = Math.Max(0, last - Math.Min(Lookback, last + 1) + 1);
        double sum = 0;
        for (int t = first; t <= last; t++)
            sum += problem.Measure[t] / Implied(vix[t]);
        double ratio = sum / (last - first + 1);
        return new CausalRule((target, row) => ratio * Implied(Vix(target.Series)[row]), 1);
    }

    private static double Implied(double vix) => vix / 100 * (vix / 100) / TradingDays;

    private static double[] Vix(PriceSeries series) =>
        series.Feature(SeriesFeature.Vix)?.Values ?? throw new ForecastException($"The forecaster 'scaled VIX²' needs a feature called '{SeriesFeature.Vix}'.", $"series '{series.Name}'",
            "Add the column to the features or leave the forecaster out.");
}
