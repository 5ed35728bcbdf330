namespace Fathom.Validation.Tests;

/// <summary>
/// Published values for statsmodels' macrodata and the S&amp;P 500. The packages that published the former stored real GDP and the logarithm
/// of the price index in single precision, so the tests do too; printed values are matched to one unit of their last digit.
/// </summary>
public class UnitRootTests
{
    private static readonly double[] Gdp = Single(TestData.Macro("realgdp"));
    private static readonly double[] Inflation = TestData.Macro("infl");
    private static readonly double[] Prices = TestData.Diff(Single(Array.ConvertAll(TestData.Macro("cpi"), Math.Log)));

    /// <summary>The logarithm of real GNP of the United States 1909–1970 (Nelson and Plosser 1982).</summary>
    private static readonly double[] RealGnp =
    [
        4.76046307, 4.788324729, 4.813809051, 4.86907173, 4.878246106, 4.833102254, 4.824305716, 4.900076104, 4.906755164, 5.022563865, 4.986342602,
        4.941642423, 4.850466542, 4.997212274, 5.111385197, 5.108971195, 5.18961795, 5.247024072, 5.245970886, 5.251749731, 5.316157285, 5.212214667,
        5.131672289, 4.971201225, 4.952299717, 5.038898759, 5.132852927, 5.262690189, 5.314190716, 5.26217192, 5.344246298, 5.425830687, 5.574812093,
        5.69642212, 5.820379622, 5.889708638, 5.872681011, 5.744924418, 5.736249665, 5.779817161, 5.78105211, 5.872962503, 5.949078831, 5.979138897,
        6.022963214, 6.008813185, 6.08221891, 6.100543142, 6.114787763, 6.10322951, 6.165207748, 6.189700463, 6.20899236, 6.272499577, 6.311734809,
        6.364750757, 6.42616478, 6.489356895, 6.515008943, 6.560464735, 6.585757776, 6.579251212,
    ];

    [Theory]
    [InlineData(Trend.Constant, 0.97505319, 0.99399563)]
    [InlineData(Trend.Linear, -1.8566374, 0.67682968)]
    [InlineData(Trend.None, 3.5227498, 0.99999)]
    public void Adf_of_real_GDP_with_four_lags(Trend trend, double statistic, double p) => AssertResult(UnitRoot.Adf(Gdp, trend, lags: 4), statistic, 1e-7, p, trend == Trend.None ? 1e-5 : 1e-8);

    [Theory]
    [InlineData(Trend.Constant, -4.3346988, 0.00038661)]
    [InlineData(Trend.Linear, -4.425093, 0.00199633)]
    [InlineData(Trend.None, -2.4511596, 0.013747)]
    public void Adf_of_inflation_with_one_lag(Trend trend, double statistic, double p) => AssertResult(UnitRoot.Adf(Inflation, trend, lags: 1), statistic, 1e-6, p, 1e-6);

    [Fact]
    public void Adf_of_price_changes()
    {
        UnitRootResult aic = UnitRoot.Adf(Prices);
        Assert.Equal(2, aic.Lags);
        AssertResult(aic, -3.09310, 1e-5, 0.027067, 1e-6);
        Assert.Equal(-6.56880, UnitRoot.Adf(Prices, lags: 0).Statistic, 1e-5);
        Assert.Equal(-3.88845, UnitRoot.Adf(Prices, Trend.None, lags: 0).Statistic, 1e-5);
        Assert.Equal(-6.66705, UnitRoot.Adf(Prices, Trend.Linear, lags: 0).Statistic, 1e-5);
        Assert.Equal(-2.28375, UnitRoot.Adf(Prices, lags: 10).Statistic, 1e-5);
        Assert.Equal(11, UnitRoot.Adf(Prices, selection: LagSelection.TStatistic).Lags);
    }

    [Fact]
    public void Kpss_of_real_GDP()
    {
        UnitRootResult level = UnitRoot.Kpss(Gdp, lags: 3), trend = UnitRoot.Kpss(Gdp, Trend.Linear, lags: 3);
        AssertResult(level, 5.0169, 1e-4, 0.01, 1e-10);
        AssertResult(trend, 1.1828, 1e-4, 0.01, 1e-10);
        Assert.Equal(9, UnitRoot.Kpss(Gdp).Lags);
    }

    [Fact]
    public void Kpss_of_price_changes()
    {
        Assert.Equal(0.235581902996, UnitRoot.Kpss(Prices, Trend.Linear, 12).Statistic, 1e-8);
        Assert.Equal(0.327629034, UnitRoot.Kpss(Prices, lags: 12).Statistic, 1e-9);
    }

    [Fact]
    public void Phillips_Perron_of_price_changes()
    {
        Assert.Equal(-7.8076512, UnitRoot.PhillipsPerron(Prices, lags: 12).Statistic, 1e-7);
        Assert.Equal(-108.1552688, UnitRoot.PhillipsPerron(Prices, lags: 12, statistic: PhillipsPerronStatistic.Rho).Statistic, 1e-7);
        // The examples in the documentation of arch.
        double[] exact = TestData.LogReturns(TestData.Macro("cpi"));
        Assert.Equal(-8.1356, UnitRoot.PhillipsPerron(exact).Statistic, 1e-4);
        Assert.Equal(15, UnitRoot.PhillipsPerron(exact).Lags);
        Assert.Equal(-8.2022, UnitRoot.PhillipsPerron(exact, Trend.Linear).Statistic, 1e-4);
        Assert.Equal(-120.3271, UnitRoot.PhillipsPerron(exact, Trend.Linear, statistic: PhillipsPerronStatistic.Rho).Statistic, 1e-4);
    }

    [Fact]
    public void Dickey_Fuller_GLS_of_price_changes()
    {
        Assert.Equal(-6.017304, UnitRoot.DickeyFullerGls(Prices, lags: 0).Statistic, 1e-6);
        Assert.Equal(-6.300927, UnitRoot.DickeyFullerGls(Prices, Trend.Linear, lags: 0).Statistic, 1e-6);
        // The examples in the documentation of arch, lags chosen by AIC.
        UnitRootResult level = UnitRoot.DickeyFullerGls(Prices), trend = UnitRoot.DickeyFullerGls(Prices, Trend.Linear);
        Assert.Equal(2, level.Lags);
        AssertResult(level, -2.7611, 1e-4, 0.0059, 1e-4);
        AssertResult(trend, -2.9036, 1e-4, 0.0447, 1e-4);
    }

    [Fact]
    public void Zivot_Andrews_of_real_GNP()
    {
        BreakResult result = UnitRoot.ZivotAndrews(RealGnp, lags: 8);
        AssertResult(result, -5.57615, 1e-5, 0.00312, 1e-5);
        Assert.Equal(20, result.Break);
        Assert.Equal(-4.81067, result.CriticalValues.FivePercent);
    }

    [Fact]
    public void The_SP500_wanders_and_its_returns_do_not()
    {
        double[] prices = TestData.Column("market/arch/sp500.csv.gz", "Adj Close");
        double[] log = Array.ConvertAll(prices, Math.Log), returns = TestData.LogReturns(prices);
        Assert.Equal(-0.676571, UnitRoot.Adf(log, lags: 1).Statistic, 1e-6);
        Assert.Equal(-54.666921, UnitRoot.Adf(returns, lags: 1).Statistic, 1e-6);
        Assert.Equal(9.267301, UnitRoot.Kpss(log, lags: 32).Statistic, 1e-6);
        Assert.Equal(0.174270, UnitRoot.Kpss(returns, lags: 32).Statistic, 1e-6);
    }

    /// <summary>MacKinnon (2010), table 2: the asymptotic 5 % point with a constant is −2.86154.</summary>
    [Fact]
    public void Critical_values() => Assert.Equal(-2.86154 - 2.8903 / 198 - 4.234 / (198.0 * 198) - 40.040 / (198.0 * 198 * 198), UnitRoot.Adf(Gdp, lags: 4).CriticalValues.FivePercent, 12);

    [Fact]
    public void Impossible_set_ups_say_what_to_change()
    {
        Assert.Contains("constant", Assert.Throws<ArgumentException>(() => UnitRoot.Adf(new double[50])).Message);
        Assert.Contains("fewer lags", Assert.Throws<ArgumentException>(() => UnitRoot.Adf(Gdp, lags: 150)).Message);
        Assert.Contains("series[3] is NaN", Assert.Throws<ArgumentException>(() => UnitRoot.Adf([1, 2, 3, double.NaN, 5, 6])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitRoot.Kpss(Gdp, Trend.Quadratic));
        Assert.Contains("linearly dependent", Assert.Throws<ArgumentException>(() => UnitRoot.Adf([.. Enumerable.Range(0, 50).Select(i => (double)i)], Trend.Linear, 1)).Message);
    }

    private static double[] Single(double[] values) => Array.ConvertAll(values, v => (double)(float)v);

    private static void AssertResult(UnitRootResult result, double statistic, double statisticUnit, double p, double pUnit)
    {
        Assert.Equal(statistic, result.Statistic, statisticUnit);
        Assert.Equal(p, result.PValue, pUnit);
    }
}
