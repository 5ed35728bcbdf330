using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Explaining;

public class TreeExplainerTests
{
    [Theory]
    [InlineData("squared_error"), InlineData("logistic"), InlineData("softmax"), InlineData("softmax_forest"), InlineData("poisson"), InlineData("leaf_wise"), InlineData("pruned")]
    [InlineData("categories"), InlineData("categories_two")]
    public void Equals_XGBoosts_contributions_and_interactions(string name)
    {
        PeerFixture peer = PeerFixture.Read("xgboost.json");
        JsonElement item = peer.Case(name);
        double[] contributions = PeerFixture.Flat(item.GetProperty("contributions")), interactions = PeerFixture.Flat(item.GetProperty("interactions"));
        GradientBoosting model = XgboostModel.Read(PeerFixture.PathOf($"xgboost_{name}.json"));
        Features features = PeerFixture.FeaturesOf(peer.Rows, PeerFixture.Categorical(item)).Take([.. Enumerable.Range(0, 12)]);
        var explainer = new TreeExplainer(model);
        ShapValues values = explainer.Explain(features);
        ShapInteractions pairs = explainer.ExplainInteractions(features);
        for (int row = 0; row < 12; row++)
        {
            for (int output = 0; output < values.Outputs; output++)
            {
                int own = row * values.Outputs + output;
                for (int column = 0; column < 6; column++)
                {
                    Assert.Equal(contributions[own * 7 + column], values[row, column, output], 1e-5);
                    for (int other = 0; other < 6; other++)
                        Assert.Equal(interactions[(own * 7 + column) * 7 + other], pairs[row, column, other, output], 1e-5);
                }
                Assert.Equal(contributions[own * 7 + 6], values.BaseValues[output], 1e-5);
            }
        }
    }

    [Theory, InlineData(TreeGrowth.DepthWise), InlineData(TreeGrowth.LeafWise), InlineData(TreeGrowth.Symmetric)]
    public void Parts_sum_to_the_score_at_any_number_of_threads(TreeGrowth growth)
    {
        RandomRows rows = RandomRows.Draw(seed: 4, count: 333, columns: 9, missing: 0.2);
        Features features = Features.FromColumns([.. rows.Features.Columns, Array.ConvertAll(rows.Targets, target => target < -2 ? null : $"{Math.Round(target)}")]);
        var model = new GradientBoostingRegressor { Trees = 30, Growth = growth, MaxDepth = growth == TreeGrowth.LeafWise ? 64 : 7, MaxLeaves = 80, L2 = 0, MinChildWeight = 0, Threads = 1 };
        model.Fit(features, rows.Targets);
        ShapValues values = new TreeExplainer(model).Explain(features);
        ShapInteractions pairs = new TreeExplainer(model).ExplainInteractions(features.Take([0, 1, 2, 3, 4]));
        float[] predictions = model.Predict(features);
        var scores = new double[333];
        model.Predictor.Score(Encoded(model, features), scores);
        for (int row = 0; row < 333; row++)
        {
            Assert.Equal(scores[row], values.Score(row), 1e-10);
            Assert.Equal(predictions[row], (float)values.Score(row), 1e-5f);
        }
        for (int row = 0; row < 5; row++)
        {
            for (int column = 0; column < 10; column++)
            {
                Assert.Equal(values[row, column], Enumerable.Range(0, 10).Sum(other => pairs[row, column, other]), 1e-10);
                Assert.All(Enumerable.Range(0, 10), other => Assert.Equal(pairs[row, other, column], pairs[row, column, other]));
            }
        }
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        ShapValues again = new TreeExplainer(GradientBoostingRegressor.Load(stream)).Explain(features);
        Assert.All(Enumerable.Range(0, 333), row => Assert.Equal(values.Of(row).ToArray(), again.Of(row).ToArray()));
    }

    [Fact]
    public void Equals_the_sums_over_subsets_that_define_it()
    {
        RandomRows rows = RandomRows.Draw(seed: 6, count: 200, columns: 4, missing: 0.3);
        var model = new GradientBoostingRegressor { Trees = 5, MaxDepth = 6 };
        model.Fit(rows.Features, rows.Targets);
        ShapValues values = new TreeExplainer(model).Explain(rows.Features);
        double[] weights = [1.0 / 4, 1.0 / 12, 1.0 / 12, 1.0 / 4];
        for (int row = 0; row < 20; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                double sum = 0;
                for (int known = 0; known < 16; known++)
                {
                    if ((known >> column & 1) == 0)
                        sum += weights[int.PopCount(known)] * (Expected(model, rows.Values, row, known | 1 << column) - Expected(model, rows.Values, row, known));
                }
                Assert.Equal(sum, values[row, column], 1e-10);
            }
        }
    }

    [Fact]
    public void Sizes_are_means_over_rows()
    {
        RandomRows rows = RandomRows.Draw(seed: 6, count: 50, columns: 3);
        var model = new GradientBoostingRegressor { Trees = 5 };
        model.Fit(rows.Features, rows.Targets);
        ShapValues values = new TreeExplainer(model).Explain(rows.Features);
        Assert.Equal(Enumerable.Range(0, 50).Average(row => Math.Abs(values[row, 1])), values.MeanSizes()[1], 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => values[50, 0]);
    }

    /// <summary>The trees' expectation for a row of which only some columns are known (Lundberg et al. 2020, algorithm 1).</summary>
    private static double Expected(GradientBoosting model, float[,] rows, int row, int known)
    {
        double Below(Tree tree, int at)
        {
            TreeNode node = tree.Nodes[at];
            if (node.IsLeaf)
                return node.Value;
            float value = rows[row, node.Feature];
            if ((known >> node.Feature & 1) != 0)
                return Below(tree, (float.IsNaN(value) ? node.MissingLeft : value < node.Threshold) ? node.Left : node.Right);
            TreeNode left = tree.Nodes[node.Left], right = tree.Nodes[node.Right];
            return (left.Cover * Below(tree, node.Left) + right.Cover * Below(tree, node.Right)) / node.Cover;
        }
        return model.Ensemble.BaseScores[0] + model.Ensemble.Trees.Sum(tree => Below(tree, 0));
    }

    private static float[] Encoded(GradientBoosting model, Features features)
    {
        int columns = features.Columns.Count;
        var rows = new float[features.RowCount * columns];
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < features.RowCount; row++)
                rows[row * columns + column] = features.Columns[column].Values[row];
        }
        Assert.Equal(features.Columns[^1].CategoryLevels, model.Predictor.LevelsOf(columns - 1));
        return rows;
    }
}
