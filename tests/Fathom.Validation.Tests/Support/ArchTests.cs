using System.Text.Json;

namespace Fathom.Validation.Tests;

/// <summary>Against the Python package arch (Fixtures/arch.json, made by tools/oracles/validation_arch.py): statistics to 1e-8, p-values to 1e-4, resampled figures within their sampling error.</summary>
public class ArchTests
{
    private static readonly JsonElement Fixture = Load();

    [Theory]
    [InlineData("n", Trend.None)]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    public void Phillips_Perron(string name, Trend trend)
    {
        foreach ((JsonElement c, double[] series, int lags) in Series())
        {
            double[] expected = Numbers(c, $"pp_{name}");
            UnitRootResult tau = UnitRoot.PhillipsPerron(series, trend, lags), rho = UnitRoot.PhillipsPerron(series, trend, lags, PhillipsPerronStatistic.Rho);
            AssertClose(expected[0], tau.Statistic);
            AssertClose(expected[1], rho.Statistic);
            Assert.Equal(expected[2], tau.PValue, 1e-4);
            Assert.Equal(expected[3], rho.PValue, 1e-4);
        }
    }

    [Theory]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    public void Dickey_Fuller_GLS(string name, Trend trend)
    {
        foreach ((JsonElement c, double[] series, int lags) in Series())
        {
            double[] expected = Numbers(c, $"gls_{name}");
            UnitRootResult given = UnitRoot.DickeyFullerGls(series, trend, lags), chosen = UnitRoot.DickeyFullerGls(series, trend, maximumLags: 8);
            AssertClose(expected[0], given.Statistic);
            Assert.Equal(expected[1], given.PValue, 1e-4);
            Assert.Equal((int)expected[3], chosen.Lags);
            AssertClose(expected[2], chosen.Statistic);
        }
    }

    [Theory]
    [InlineData("c", Trend.Constant)]
    [InlineData("ct", Trend.Linear)]
    public void KPSS(string name, Trend trend)
    {
        foreach ((JsonElement c, double[] series, int lags) in Series())
            AssertClose(Numbers(c, $"kpss_{name}")[0], UnitRoot.Kpss(series, trend, lags).Statistic);
    }

    [Theory]
    [InlineData("c", BreakIn.Level)]
    [InlineData("t", BreakIn.Slope)]
    [InlineData("ct", BreakIn.LevelAndSlope)]
    public void Zivot_Andrews(string name, BreakIn breakIn)
    {
        foreach ((JsonElement c, double[] series, int lags) in Series())
        {
            double[] expected = Numbers(c, $"za_{name}");
            BreakResult result = UnitRoot.ZivotAndrews(series, breakIn, lags);
            AssertClose(expected[0], result.Statistic);
            Assert.Equal(expected[1], result.PValue, 1e-4);
        }
    }

    [Theory]
    [InlineData("aic", LagSelection.Aic)]
    [InlineData("bic", LagSelection.Bic)]
    [InlineData("t-stat", LagSelection.TStatistic)]
    public void Augmented_Dickey_Fuller_with_lags_chosen(string name, LagSelection selection)
    {
        foreach ((JsonElement c, double[] series, _) in Series())
        {
            double[] expected = Numbers(c, $"adf_{name}");
            UnitRootResult result = UnitRoot.Adf(series, Trend.Constant, selection: selection, maximumLags: 10);
            Assert.Equal((int)expected[2], result.Lags);
            AssertClose(expected[0], result.Statistic);
            Assert.Equal(expected[1], result.PValue, 1e-4);
        }
    }

    [Fact]
    public void Variance_ratio()
    {
        foreach ((JsonElement c, double[] series, _) in Series())
        {
            double[] expected = Numbers(c, "variance_ratio");
            VarianceRatioResult result = VarianceRatio.Test(series, c.GetProperty("periods").GetInt32());
            AssertClose(expected[0], result.Ratio);
            AssertClose(expected[1], result.Statistic);
            Assert.Equal(expected[2], result.PValue, 1e-4);
        }
    }

    [Fact]
    public void Block_length()
    {
        foreach ((JsonElement c, double[] series, _) in Series())
        {
            double[] changes = [.. series.Zip(series.Skip(1), (before, after) => after - before)];
            double[] expected = Numbers(c, "block_length");
            BlockLength length = BlockLength.Optimal(changes);
            // A block holds at least one observation; arch reports the formula's value below that too.
            AssertClose(Math.Max(1, expected[0]), length.Stationary);
            AssertClose(Math.Max(1, expected[1]), length.Circular);
        }
    }

    [Fact]
    public void Superior_predictive_ability_reality_check_StepM_and_model_confidence_set()
    {
        foreach (JsonElement c in Fixture.GetProperty("superiority").EnumerateArray())
        {
            double[] benchmark = Numbers(c, "benchmark");
            double[][] losses = [.. c.GetProperty("losses").EnumerateArray().Select(Numbers)];
            int block = c.GetProperty("block").GetInt32(), replications = c.GetProperty("replications").GetInt32();
            SuperiorPredictiveAbilityResult spa = new SuperiorPredictiveAbility { MeanBlockLength = block, Replications = replications, Seed = 5 }.Test(benchmark, losses);
            double[] expected = Numbers(c, "spa");
            AssertShare(expected[0], spa.LowerPValue, replications);
            AssertShare(expected[1], spa.PValue, replications);
            AssertShare(expected[2], spa.UpperPValue, replications);
            AssertShare(c.GetProperty("reality_check").GetDouble(), new RealityCheck { MeanBlockLength = block, Replications = replications, Seed = 5 }.PValue(benchmark, losses), replications);
            Assert.Equal(c.GetProperty("superior").EnumerateArray().Select(k => k.GetInt32()), new StepwiseMultipleTest { MeanBlockLength = block, Replications = replications, Seed = 5 }.Superior(benchmark, losses));

            int fewer = c.GetProperty("mcs_replications").GetInt32();
            ModelConfidenceSetResult set = new ModelConfidenceSet { MeanBlockLength = block, Replications = fewer, Seed = 5 }.Run(losses);
            double[] pValues = Numbers(c, "mcs");
            for (int k = 0; k < losses.Length; k++)
                AssertShare(pValues[k], set.PValues[k], fewer);
        }
    }

    [Fact]
    public void Intervals_of_a_Sharpe_ratio()
    {
        JsonElement intervals = Fixture.GetProperty("intervals");
        double[] series = Numbers(intervals, "series");
        int replications = intervals.GetProperty("replications").GetInt32();
        foreach (JsonElement c in intervals.GetProperty("cases").EnumerateArray())
        {
            Bootstrap bootstrap = c.GetProperty("bootstrap").GetString() switch
            {
                "iid" => new IidBootstrap(),
                "circular" => new CircularBlockBootstrap(8),
                _ => new StationaryBootstrap(8),
            };
            IntervalMethod method = c.GetProperty("method").GetString() switch
            {
                "basic" => IntervalMethod.Basic,
                "percentile" => IntervalMethod.Percentile,
                "norm" => IntervalMethod.Normal,
                "bc" => IntervalMethod.BiasCorrected,
                _ => IntervalMethod.Bca,
            };
            Interval actual = (bootstrap with { Seed = 9 }).ConfidenceInterval(series, Sharpe.Ratio, replications, 0.95, method);
            double[] mean = Numbers(c, "mean"), deviation = Numbers(c, "deviation");
            double runs = c.GetProperty("runs").GetInt32();
            AssertWithin(mean[0], actual.Lower, deviation[0], runs);
            AssertWithin(mean[1], actual.Upper, deviation[1], runs);
        }
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 1e-8 * Math.Max(1, Math.Abs(expected)));

    /// <summary>Four standard errors of the difference of two shares of as many replications: about one comparison in 16,000 would fail by chance.</summary>
    private static void AssertShare(double expected, double actual, int replications)
    {
        double spread = Math.Max(expected * (1 - expected), 1.0 / replications);
        Assert.Equal(expected, actual, 4 * Math.Sqrt(2 * spread / replications));
    }

    /// <summary>One run of ours against the mean of theirs: four standard errors, of which the deviation of one run is the largest part.</summary>
    private static void AssertWithin(double expected, double actual, double deviation, double runs) =>
        Assert.Equal(expected, actual, 4 * deviation * Math.Sqrt(1 + 1 / runs));

    private static IEnumerable<(JsonElement Case, double[] Series, int Lags)> Series() =>
        Fixture.GetProperty("unit_roots").EnumerateArray().Select(c => (c, Numbers(c, "series"), c.GetProperty("lags").GetInt32()));

    private static double[] Numbers(JsonElement c, string name) => Numbers(c.GetProperty(name));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "arch.json")));
        return document.RootElement.Clone();
    }
}
