using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Peers;

/// <summary>Numbers of XGBoost, made by tools/oracles/trees_xgboost.py.</summary>
public class XgboostTests
{
    private static readonly JsonElement Fixture =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "xgboost.json"))).RootElement;

    [Theory]
    [InlineData(0, SplitMethod.Exact), InlineData(1, SplitMethod.Exact), InlineData(2, SplitMethod.Exact)]
    [InlineData(0, SplitMethod.Histogram), InlineData(1, SplitMethod.Histogram), InlineData(2, SplitMethod.Histogram)]
    public void Same_predictions_as_exact_splits_where_every_distinct_value_has_a_bin(int index, SplitMethod split)
    {
        JsonElement expected = Fixture.GetProperty("exact")[index];
        JsonElement options = expected.GetProperty("options");
        Features features = Features.FromRows(Matrix(expected.GetProperty("x")));
        double[] labels = Numbers(expected.GetProperty("y"));
        float[] weights = Array.ConvertAll(Numbers(expected.GetProperty("weights")), weight => (float)weight);
        float[,] predictions;
        if (expected.GetProperty("task").GetString() == "squared error")
        {
            var model = new GradientBoostingRegressor
            {
                Trees = 20, MaxDepth = 4, Split = split, LearningRate = Option("eta"), L2 = Option("lambda"), Gamma = Option("gamma"), MinChildWeight = Option("min_child_weight"),
            };
            model.Fit(features, labels, weights);
            float[] column = model.Predict(features);
            predictions = new float[column.Length, 1];
            for (int row = 0; row < column.Length; row++)
                predictions[row, 0] = column[row];
        }
        else
        {
            var model = new GradientBoostingClassifier
            {
                Trees = 20, MaxDepth = 4, Split = split, LearningRate = Option("eta"), L2 = Option("lambda"), Gamma = Option("gamma"), MinChildWeight = Option("min_child_weight"),
            };
            model.Fit(features, labels, weights);
            predictions = model.PredictProbability(features);
        }

        float[,] theirs = Matrix(expected.GetProperty("predictions"));
        int shift = predictions.GetLength(1) - theirs.GetLength(1);
        for (int row = 0; row < theirs.GetLength(0); row++)
        {
            for (int output = 0; output < theirs.GetLength(1); output++)
            {
                // XGBoost adds leaf values in single precision: 20 roundings of 6e-8 relative.
                Assert.Equal(theirs[row, output], predictions[row, output + shift], 5e-6);
            }
        }

        double Option(string name) => options.GetProperty(name).GetDouble();
    }

    [Fact]
    public void Same_quality_as_histogram_splits()
    {
        // XGBoost's own metrics move with the number of bins, for cuts fall elsewhere. Ours are one more choice of cuts,
        // so they lie within four standard deviations of its results over twelve bin counts.
        JsonElement expected = Fixture.GetProperty("binned");
        SplitMixRows train = SplitMixRows.Draw(3000, 1), test = SplitMixRows.Draw(3000, 2);

        var regressor = new GradientBoostingRegressor { Trees = 60, MaxDepth = 5 };
        regressor.Fit(train.Features, train.Targets);
        float[] predictions = regressor.Predict(test.Features);
        AssertWithin(expected.GetProperty("mse"), test.Targets.Select((target, row) => Math.Pow(target - predictions[row], 2)).Average());

        var classifier = new GradientBoostingClassifier { Trees = 60, MaxDepth = 5 };
        classifier.Fit(train.Features, train.Labels);
        float[,] probabilities = classifier.PredictProbability(test.Features);
        double[] ones = [.. Enumerable.Range(0, test.Labels.Length).Select(row => (double)probabilities[row, 1])];
        AssertWithin(expected.GetProperty("log_loss"), test.Labels.Select((label, row) => -Math.Log(label == 1 ? ones[row] : 1 - ones[row])).Average());
        AssertWithin(expected.GetProperty("auc"), Scores.Auc(test.Labels, ones));
    }

    private static void AssertWithin(JsonElement theirs, double ours)
    {
        double[] values = Numbers(theirs);
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(ours, mean - 4 * deviation, mean + 4 * deviation);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static float[,] Matrix(JsonElement rows)
    {
        var matrix = new float[rows.GetArrayLength(), rows[0].GetArrayLength()];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
                matrix[row, column] = rows[row][column].ValueKind == JsonValueKind.Null ? float.NaN : rows[row][column].GetSingle();
        }
        return matrix;
    }
}
