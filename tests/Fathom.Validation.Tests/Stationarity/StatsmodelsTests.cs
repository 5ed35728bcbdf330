using System.Text.Json;

namespace Fathom.Validation.Tests;

/// <summary>200 random series and what statsmodels says of them: statistics to 1e-8, p-values to 1e-4 (Fixtures/statsmodels.json, made by tools/oracles/validation_statsmodels.py).</summary>
public class StatsmodelsTests
{
    private static readonly JsonElement[] Cases = Load();

    [Theory]
    [InlineData("n", Trend.None)]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    [InlineData("ctt", Trend.Quadratic)]
    public void Adf(string name, Trend trend)
    {
        foreach ((string rule, LagSelection selection) in new[] { ("aic", LagSelection.Aic), ("bic", LagSelection.Bic), ("t-stat", LagSelection.TStatistic) })
        {
            foreach (JsonElement c in Cases)
            {
                double[] expected = Numbers(c, $"adf_{name}_{rule}");
                UnitRootResult result = UnitRoot.Adf(Numbers(c, "series"), trend, selection: selection);
                Assert.Equal(expected[2], result.Lags);
                AssertClose(expected[0], result.Statistic);
                Assert.Equal(expected[1], result.PValue, 1e-4);
                AssertClose(expected[3], result.CriticalValues.OnePercent);
                AssertClose(expected[4], result.CriticalValues.FivePercent);
                AssertClose(expected[5], result.CriticalValues.TenPercent);
            }
        }
    }

    [Theory]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    public void Kpss(string name, Trend trend)
    {
        foreach (JsonElement c in Cases)
        {
            double[] expected = Numbers(c, $"kpss_{name}");
            UnitRootResult result = UnitRoot.Kpss(Numbers(c, "series"), trend);
            Assert.Equal(expected[2], result.Lags);
            AssertClose(expected[0], result.Statistic);
            Assert.Equal(expected[1], result.PValue, 1e-4);
        }
    }

    [Theory]
    [InlineData("c", BreakIn.Level)]
    [InlineData("t", BreakIn.Slope)]
    [InlineData("ct", BreakIn.LevelAndSlope)]
    public void Zivot_Andrews(string name, BreakIn breakIn)
    {
        foreach (JsonElement c in Cases.Where(c => c.TryGetProperty($"za_{name}", out _)))
        {
            double[] expected = Numbers(c, $"za_{name}");
            BreakResult result = UnitRoot.ZivotAndrews(Numbers(c, "series"), breakIn, lags: 2);
            AssertClose(expected[0], result.Statistic);
            Assert.Equal(expected[1], result.PValue, 1e-4);
            Assert.Equal(expected[3], result.Break);
        }
    }

    [Fact]
    public void Diagnostics()
    {
        foreach (JsonElement c in Cases)
        {
            double[] series = Numbers(c, "series");
            AssertTest(Numbers(c, "ljung_box"), LjungBox.Test(series, 8));
            AssertTest(Numbers(c, "arch_lm"), ArchLm.Test(series, 4));
            double[] jarqueBera = Numbers(c, "jarque_bera");
            AssertTest(jarqueBera, JarqueBera.Test(series));
            AssertClose(jarqueBera[2], Moments.Of(series).Skewness);
            AssertClose(jarqueBera[3], Moments.Of(series).Kurtosis);
            double[] acf = Autocorrelation.Function(series, 8), pacf = Autocorrelation.Partial(series, 8);
            for (int k = 0; k <= 8; k++)
            {
                AssertClose(Numbers(c, "acf")[k], acf[k]);
                AssertClose(Numbers(c, "pacf")[k], pacf[k]);
            }
        }
    }

    private static void AssertTest(double[] expected, TestResult result)
    {
        AssertClose(expected[0], result.Statistic);
        Assert.Equal(expected[1], result.PValue, 1e-8);
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 1e-8 * Math.Max(1, Math.Abs(expected)));

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement[] Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "statsmodels.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }
}
