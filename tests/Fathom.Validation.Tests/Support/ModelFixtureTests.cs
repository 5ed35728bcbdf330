using System.Text.Json;

namespace Fathom.Validation.Tests;

/// <summary>Random cases and what statsmodels, scikit-learn and the published formulas say of them (Fixtures/models.json, made by tools/oracles/validation_models.py).</summary>
public class ModelFixtureTests
{
    private static readonly JsonElement Fixture = Load();

    [Fact]
    public void Autoregressions()
    {
        foreach (JsonElement c in Cases("autoregressions"))
        {
            Autoregression model = Autoregression.Fit(Numbers(c, "series"), c.GetProperty("order").GetInt32());
            AssertClose(Numbers(c, "params"), [model.Intercept, .. model.Coefficients]);
            AssertClose(Numbers(c, "bse"), [.. model.StandardErrors]);
            AssertClose([c.GetProperty("sigma2").GetDouble()], [model.ResidualVariance]);
        }
    }

    [Fact]
    public void Seasonal_trend_decompositions()
    {
        foreach (JsonElement c in Cases("decompositions"))
        {
            double[] series = Numbers(c, "series");
            SeasonalTrend parts = new SeasonalTrendDecomposition(c.GetProperty("period").GetInt32())
            {
                SeasonalWindow = c.GetProperty("seasonal_window").GetInt32(),
                TrendWindow = c.GetProperty("trend_window").ValueKind == JsonValueKind.Null ? null : c.GetProperty("trend_window").GetInt32(),
                SeasonalDegree = c.GetProperty("seasonal_degree").GetInt32(),
                TrendDegree = c.GetProperty("trend_degree").GetInt32(),
                Robust = c.GetProperty("robust").GetBoolean(),
            }.Decompose(series);
            AssertClose(Numbers(c, "trend"), parts.Trend);
            AssertClose(Numbers(c, "seasonal"), parts.Seasonal);
            AssertClose(Numbers(c, "weights"), parts.Weights);
            AssertClose(series, [.. parts.Trend.Zip(parts.Seasonal, (t, s) => t + s).Zip(parts.Remainder, (a, r) => a + r)]);
            Assert.InRange(parts.SeasonalStrength, 0, 1);
        }
    }

    [Fact]
    public void Giacomini_White()
    {
        foreach (JsonElement c in Cases("comparisons"))
        {
            double[] first = Numbers(c, "first"), second = Numbers(c, "second");
            int horizon = c.GetProperty("horizon").GetInt32();
            GiacominiWhiteResult conditional = GiacominiWhite.Conditional(first, second, horizon), unconditional = GiacominiWhite.Unconditional(first, second, horizon);
            AssertClose(Numbers(c, "conditional"), [conditional.Statistic, conditional.PValue]);
            AssertClose(Numbers(c, "unconditional"), [unconditional.Statistic, unconditional.PValue]);
        }
    }

    [Fact]
    public void DeLong_intervals()
    {
        foreach (JsonElement c in Cases("areas"))
        {
            double auc = c.GetProperty("auc").GetDouble(), margin = 1.959963984540054 * c.GetProperty("error").GetDouble();
            Interval interval = ClassificationMetrics.AreaUnderCurveInterval(Flags(c), Numbers(c, "score"));
            AssertClose([Math.Max(0, auc - margin), Math.Min(1, auc + margin), auc], [interval.Lower, interval.Upper, interval.Estimate]);
        }
    }

    [Fact]
    public void Calibration_curves()
    {
        foreach (JsonElement c in Cases("calibrations"))
        {
            int bins = c.GetProperty("bins").GetInt32();
            foreach ((string name, CalibrationCurve curve) in new[] { ("uniform", CalibrationCurve.EqualWidth(Flags(c), Numbers(c, "probability"), bins)), ("quantile", CalibrationCurve.EqualCount(Flags(c), Numbers(c, "probability"), bins)) })
            {
                AssertClose([.. c.GetProperty(name)[0].EnumerateArray().Select(v => v.GetDouble())], [.. curve.Bins.Select(b => b.MeanProbability)]);
                AssertClose([.. c.GetProperty(name)[1].EnumerateArray().Select(v => v.GetDouble())], [.. curve.Bins.Select(b => b.PositiveShare)]);
                Assert.Equal(Flags(c).Length, curve.Bins.Sum(b => b.Count));
            }
        }
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-8 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static JsonElement.ArrayEnumerator Cases(string name) => Fixture.GetProperty(name).EnumerateArray();

    private static double[] Numbers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static bool[] Flags(JsonElement c) => [.. c.GetProperty("label").EnumerateArray().Select(v => v.GetInt32() == 1)];

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "models.json")));
        return document.RootElement.Clone();
    }
}
