namespace Fathom.Validation;

/// <summary>
/// Tests of whether a series has a unit root (wanders) or is stationary. Values agree with Python's statsmodels and arch.
/// All take a finite series in order of time and throw <see cref="ArgumentException"/> where it is too short for the lags, constant, or holds
/// a value that is not finite.
/// </summary>
public static class UnitRoot
{
    /// <summary>
    /// Augmented Dickey–Fuller test (Dickey and Fuller 1979; Said and Dickey 1984); the null is a unit root. p-values by MacKinnon (1994),
    /// critical values by MacKinnon (2010).
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="trend">Deterministic terms. Default a constant.</param>
    /// <param name="lags">Lagged differences to include; null, the default, chooses the number.</param>
    /// <param name="selection">How the number is chosen. Default AIC.</param>
    /// <param name="maximumLags">Largest number tried; null, the default, takes ⌈12 (n/100)^¼⌉ (Schwert 1989), less where the series is short.</param>
    public static UnitRootResult Adf(ReadOnlySpan<double> series, Trend trend = Trend.Constant, int? lags = null,
        LagSelection selection = LagSelection.Aic, int? maximumLags = null)
    {
        double[] y = Checked(series, trend);
        int used = lags is int given ? NotNegative(given) : DickeyFuller.ChooseLags(y, trend, selection, maximumLags);
        (double statistic, int n) = DickeyFuller.Statistic(y, trend, used);
        return new UnitRootResult("ADF", statistic, MacKinnon.TauPValue(statistic, trend), used, MacKinnon.TauCriticalValues(trend, n), n);
    }

    /// <summary>
    /// KPSS test (Kwiatkowski, Phillips, Schmidt and Shin 1992); the null is stationarity about a constant or a linear trend, so a small
    /// p-value speaks for a unit root. p-values are interpolated in the paper's table 1 and end at 0.01 and 0.1.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="trend"><see cref="Trend.Constant"/> (the default) or <see cref="Trend.Linear"/>.</param>
    /// <param name="lags">Lags in the Bartlett long-run variance; null, the default, chooses by Hobijn, Franses and Ooms (2004).</param>
    public static UnitRootResult Kpss(ReadOnlySpan<double> series, Trend trend = Trend.Constant, int? lags = null)
    {
        double[] y = Checked(series, trend, Trend.Constant, Trend.Linear);
        return StationarityTests.Kpss(y, trend, lags is int given ? NotNegative(given) : null);
    }

    /// <summary>
    /// Phillips–Perron test (1988); the null is a unit root. Serial correlation is handled by a Bartlett long-run variance (Newey and West 1987) instead of lags.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="trend">Deterministic terms: none, a constant (the default) or a linear trend.</param>
    /// <param name="lags">Lags in the long-run variance; null, the default, takes ⌈12 (n/100)^¼⌉.</param>
    /// <param name="statistic">Which of the two statistics. Default <see cref="PhillipsPerronStatistic.Tau"/>.</param>
    public static UnitRootResult PhillipsPerron(ReadOnlySpan<double> series, Trend trend = Trend.Constant, int? lags = null,
        PhillipsPerronStatistic statistic = PhillipsPerronStatistic.Tau)
    {
        double[] y = Checked(series, trend, Trend.None, Trend.Constant, Trend.Linear);
        return StationarityTests.PhillipsPerron(y, trend, lags is int given ? NotNegative(given) : DickeyFuller.Schwert(y.Length), statistic);
    }

    /// <summary>
    /// DF-GLS test (Elliott, Rothenberg and Stock 1996): Dickey–Fuller after local-to-unity GLS detrending, more powerful than ADF; the null is a
    /// unit root. Lags are chosen on the series detrended by least squares (Perron and Qu 2007).
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="trend"><see cref="Trend.Constant"/> (the default) or <see cref="Trend.Linear"/>.</param>
    /// <param name="lags">Lagged differences to include; null, the default, chooses the number.</param>
    /// <param name="selection">How the number is chosen. Default AIC.</param>
    /// <param name="maximumLags">Largest number tried; null, the default, takes ⌈12 (n/100)^¼⌉.</param>
    public static UnitRootResult DickeyFullerGls(ReadOnlySpan<double> series, Trend trend = Trend.Constant, int? lags = null,
        LagSelection selection = LagSelection.Aic, int? maximumLags = null)
    {
        double[] y = Checked(series, trend, Trend.Constant, Trend.Linear);
        int used = lags is int given ? NotNegative(given)
            : DickeyFuller.ChooseLags(StationarityTests.Detrend(y, trend, 0), Trend.None, selection, maximumLags);
        double distance = trend == Trend.Constant ? -7 : -13.5;
        (double statistic, int n) = DickeyFuller.Statistic(StationarityTests.Detrend(y, trend, 1 + distance / y.Length), Trend.None, used);
        return new UnitRootResult("DF-GLS", statistic, MacKinnon.GlsPValue(statistic, trend), used, MacKinnon.GlsCriticalValues(trend, n), n);
    }

    /// <summary>
    /// Zivot–Andrews test (1992): a unit root against stationarity about a trend with one break at an unknown time. The number of lags is chosen
    /// once, without a break, as in Baum's Stata module.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="breakIn">What may change at the break. Default the level.</param>
    /// <param name="lags">Lagged differences to include; null, the default, chooses the number.</param>
    /// <param name="selection">How the number is chosen. Default AIC.</param>
    /// <param name="maximumLags">Largest number tried; null, the default, takes ⌈12 (n/100)^¼⌉.</param>
    /// <param name="trim">Share of the series at either end where no break is sought, from 0 to 1/3. Default 0.15.</param>
    public static BreakResult ZivotAndrews(ReadOnlySpan<double> series, BreakIn breakIn = BreakIn.Level, int? lags = null,
        LagSelection selection = LagSelection.Aic, int? maximumLags = null, double trim = 0.15)
    {
        double[] y = Checked(series, Trend.Linear);
        if (!(trim >= 0 && trim <= 1 / 3.0))
            throw new ArgumentOutOfRangeException(nameof(trim), trim, "The share trimmed at either end lies between 0 and 1/3; 0.15 is usual.");
        int used = lags is int given ? NotNegative(given) : DickeyFuller.ChooseLags(y, Trend.Linear, selection, maximumLags);
        return BreakSearch.Run(y, breakIn, used, trim);
    }

    private static double[] Checked(ReadOnlySpan<double> series, Trend trend, params ReadOnlySpan<Trend> allowed)
    {
        SpanMath.CheckLength(series, 5);
        SpanMath.CheckFinite(series);
        if (!Enum.IsDefined(trend) || (!allowed.IsEmpty && !allowed.Contains(trend)))
            throw new ArgumentOutOfRangeException(nameof(trend), trend, "This test has no such trend.");
        if (series.IndexOfAnyExcept(series[0]) < 0)
            throw new ArgumentException("The series is constant: there is nothing to test.", nameof(series));
        return series.ToArray();
    }

    private static int NotNegative(int lags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        return lags;
    }
}
