using System.Text.Json;

namespace Fathom.Validation.Tests;

/// <summary>Random cases and what scikit-learn, scipy and statsmodels say of them (Fixtures/sklearn.json, made by tools/oracles/validation_sklearn.py).</summary>
public class ScikitLearnTests
{
    private static readonly JsonElement Fixture = Load();

    [Fact]
    public void Splitters()
    {
        foreach (JsonElement c in Cases("splits"))
        {
            int folds = c.GetProperty("folds").GetInt32();
            int[] classes = Integers(c.GetProperty("classes")), groups = Integers(c.GetProperty("groups"));
            LabelSpans spans = LabelSpan.Horizon(classes.Length, 0);
            AssertTests(c, "kfold", new KFold(folds), spans);
            AssertTests(c, "stratified", new StratifiedKFold(folds, classes), spans);
            AssertTests(c, "group", new GroupKFold(folds, groups), spans);

            // scikit-learn's TimeSeriesSplit is an expanding walk over the last part in equal blocks.
            var walk = WalkForward.Blocks(classes.Length, folds, c.GetProperty("time_series_test_size").GetInt32());
            foreach ((JsonElement expected, Split split) in c.GetProperty("time_series").EnumerateArray().Zip(walk.Split(spans)))
            {
                Assert.Equal(Integers(expected[0]), split.Train);
                Assert.Equal(Integers(expected[1]), split.Test);
            }
        }
    }

    [Fact]
    public void Forecast_metrics()
    {
        foreach (JsonElement c in Cases("pairs"))
        {
            double[] actual = Numbers(c, "actual"), forecast = Numbers(c, "forecast");
            AssertClose(c, "mae", ForecastMetrics.MeanAbsoluteError(actual, forecast));
            AssertClose(c, "mse", ForecastMetrics.MeanSquaredError(actual, forecast));
            AssertClose(c, "medae", ForecastMetrics.MedianAbsoluteError(actual, forecast));
            AssertClose(c, "mape", ForecastMetrics.MeanAbsolutePercentageError(actual, forecast));
            AssertClose(c, "r2", ForecastMetrics.RSquared(actual, forecast));
            AssertClose(c, "pinball_0.3", ForecastMetrics.PinballLoss(actual, forecast, 0.3));
            AssertClose(c, "spearman", TradingMetrics.InformationCoefficient(actual, forecast));
        }
    }

    [Fact]
    public void Multiple_testing()
    {
        foreach (JsonElement c in Cases("adjusted"))
        {
            double[] p = Numbers(c, "p");
            Assert.All(Numbers(c, "holm").Zip(MultipleTesting.Holm(p)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            Assert.All(Numbers(c, "bh").Zip(MultipleTesting.BenjaminiHochberg(p)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Fact]
    public void Classification_metrics()
    {
        foreach (JsonElement c in Cases("classified"))
        {
            bool[] positive = Array.ConvertAll(Integers(c.GetProperty("label")), l => l == 1);
            double[] score = Numbers(c, "score");
            AssertClose(c, "auc", ClassificationMetrics.AreaUnderCurve(positive, score));
            AssertClose(c, "average_precision", ClassificationMetrics.AveragePrecision(positive, score));
            AssertClose(c, "brier", ClassificationMetrics.Brier(positive, score));
            AssertClose(c, "log_loss", ClassificationMetrics.LogLoss(positive, score));
            Confusion confusion = Confusion.At(positive, score);
            AssertClose(c, "accuracy", confusion.Accuracy);
            AssertClose(c, "balanced_accuracy", confusion.BalancedAccuracy);
            AssertClose(c, "precision", confusion.Precision);
            AssertClose(c, "recall", confusion.Recall);
            AssertClose(c, "f1", confusion.F1);
            AssertClose(c, "mcc", confusion.MatthewsCorrelation);
        }
    }

    private static void AssertTests(JsonElement c, string name, ISplitter splitter, LabelSpans spans)
    {
        Split[] splits = [.. splitter.Split(spans)];
        Assert.Equal(splitter.Count(spans), splits.Length);
        foreach ((JsonElement expected, Split split) in c.GetProperty(name).EnumerateArray().Zip(splits))
        {
            Assert.Equal(Integers(expected), split.Test);
            Assert.Equal(Enumerable.Range(0, spans.Count).Except(split.Test), split.Train);
        }
    }

    private static void AssertClose(JsonElement c, string name, double actual) => Assert.Equal(c.GetProperty(name).GetDouble(), actual, 1e-10);

    private static JsonElement.ArrayEnumerator Cases(string name) => Fixture.GetProperty(name).EnumerateArray();

    private static double[] Numbers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "sklearn.json")));
        return document.RootElement.Clone();
    }
}
