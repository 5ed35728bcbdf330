using System.Text.Json;

namespace Fathom.Validation.Tests;

/// <summary>Random series against the published formulas, written out over statsmodels' regressions (Fixtures/unit_roots.json, made by tools/oracles/validation_unit_roots.py).</summary>
public class UnitRootFormulaTests
{
    private static readonly JsonElement[] Cases = Load();

    [Theory]
    [InlineData("n", Trend.None)]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    public void Phillips_Perron(string name, Trend trend)
    {
        foreach (JsonElement c in Cases)
        {
            double[] expected = Numbers(c, $"pp_{name}"), series = Numbers(c, "series");
            int lags = c.GetProperty("lags").GetInt32();
            UnitRootResult tau = UnitRoot.PhillipsPerron(series, trend, lags);
            AssertClose(expected[0], tau.Statistic);
            AssertClose(expected[1], UnitRoot.PhillipsPerron(series, trend, lags, PhillipsPerronStatistic.Rho).Statistic);
            Assert.Equal(expected[2], tau.PValue, 1e-4);
        }
    }

    [Theory]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    public void Dickey_Fuller_GLS(string name, Trend trend)
    {
        foreach (JsonElement c in Cases)
            AssertClose(c.GetProperty($"gls_{name}").GetDouble(), UnitRoot.DickeyFullerGls(Numbers(c, "series"), trend, c.GetProperty("lags").GetInt32()).Statistic);
    }

    [Fact]
    public void Variance_ratio()
    {
        foreach (JsonElement c in Cases)
        {
            double[] expected = Numbers(c, "variance_ratio");
            VarianceRatioResult result = VarianceRatio.Test(Numbers(c, "series"), c.GetProperty("periods").GetInt32());
            AssertClose(expected[0], result.Ratio);
            AssertClose(expected[1], result.Statistic);
            Assert.Equal(expected[2], result.PValue, 1e-8);
        }
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 1e-8 * Math.Max(1, Math.Abs(expected)));

    private static double[] Numbers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement[] Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "unit_roots.json")));
        return [.. document.RootElement.Clone().GetProperty("cases").EnumerateArray()];
    }
}
