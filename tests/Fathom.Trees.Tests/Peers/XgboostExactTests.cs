using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Peers;

/// <summary>Numbers of XGBoost's exact splits, made by tools/oracles/trees_xgboost_exact.py.</summary>
public class XgboostExactTests
{
    [Fact]
    public void Same_scores_on_held_out_rows_to_five_digits()
    {
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "xgboost_exact.json"))).RootElement;
        SplitMixRows train = SplitMixRows.Draw(4000, 11), test = SplitMixRows.Draw(4000, 12);
        var model = new GradientBoostingClassifier { Trees = 20, MaxDepth = 6, LearningRate = 0.3, Split = SplitMethod.Exact };
        model.Fit(Holed(train.Features), train.Labels);
        float[,] probabilities = model.PredictProbability(test.Features);
        double[] ones = [.. Enumerable.Range(0, test.Labels.Length).Select(row => (double)probabilities[row, 1])];

        Assert.Equal(expected.GetProperty("leaves").GetInt32(), model.Ensemble.Trees.Sum(tree => tree.LeafCount));
        Assert.Equal(expected.GetProperty("auc").GetDouble(), Scores.Auc(test.Labels, ones), 5e-6);
        Assert.Equal(expected.GetProperty("log_loss").GetDouble(), test.Labels.Select((label, row) => -Math.Log(label == 1 ? ones[row] : 1 - ones[row])).Average(), 5e-6);
    }

    private static Features Holed(Features features) => Features.FromColumns(
        [.. features.Columns.Select((column, index) => FeatureColumn.Numbers(Array.ConvertAll(column.Values, value => index >= 4 && value < 0.15f ? float.NaN : value)))]);
}
