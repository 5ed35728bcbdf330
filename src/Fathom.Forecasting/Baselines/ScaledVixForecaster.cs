namespace Fathom.Forecasting;

/// <summary>
/// Forecasts variance from the options market: k · VIX² / 252, where k is the mean ratio of measured to implied variance over the last days of
/// the training labels. k is below 1, since implied variance carries a premium and includes the nights. The mean of ratios is the constant that minimises QLIKE.
/// </summary>
public sealed class ScaledVixForecaster : Forecaster
{
    private const double TradingDays = 252;

    /// <summary>Creates the forecaster.</summary>
    /// <param name="lookback">Days of training labels that the ratio is taken over, at least 22. Default 504, two years of trading days: the premium drifts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lookback is below 22.</exception>
    public ScaledVixForecaster(int lookback = 504)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, FeatureTable.WarmUp);
        Lookback = lookback;
    }

    /// <summary>Days of training labels, the last ones, that the ratio is taken over.</summary>
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
        // Days before the first label and days at which a training label starts: between those may lie days that are tested.
        IEnumerable<int> days = Enumerable.Range(0, problem.Origins[0]).Concat(problem.RowsOf(fold.Train)).TakeLast(Lookback);
        double ratio = days.Average(t => problem.Measure[t] / Implied(vix[t]));
        return new CausalRule((target, row) => ratio * Implied(Vix(target.Series)[row]), 1);
    }

    private static double Implied(double vix) => vix / 100 * (vix / 100) / TradingDays;

    private static double[] Vix(PriceSeries series) =>
        series.Feature(SeriesFeature.Vix)?.Values ?? throw new ForecastException($"The forecaster 'scaled VIX²' needs a feature called '{SeriesFeature.Vix}'.", $"series '{series.Name}'",
            "Add the column to the features or leave the forecaster out.");
}
