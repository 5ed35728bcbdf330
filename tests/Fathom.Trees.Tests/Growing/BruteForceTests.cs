using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Growing;

public class BruteForceTests
{
    [Theory]
    [InlineData(TreeGrowth.DepthWise, SplitMethod.Histogram), InlineData(TreeGrowth.DepthWise, SplitMethod.Exact)]
    [InlineData(TreeGrowth.LeafWise, SplitMethod.Histogram), InlineData(TreeGrowth.Symmetric, SplitMethod.Histogram)]
    public void Every_question_is_the_best_on_small_random_sets(TreeGrowth growth, SplitMethod split)
    {
        int questions = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            RandomRows rows = RandomRows.Draw(seed, count: random.Next(2, 60), columns: random.Next(3, 11), missing: seed % 2 * 0.3);
            float[]? weights = seed % 3 == 0 ? null : [.. Enumerable.Range(0, rows.Count).Select(_ => random.Next(0, 5) / 2f)];
            if (weights is not null)
                weights[0] = 1;
            double l2 = seed % 5 / 2.0, gamma = seed % 7 == 0 ? 0.5 : 0, least = seed % 4;
            bool logistic = seed % 2 == 0;
            GradientBoosting model;
            double[] labels = rows.Targets;
            if (logistic)
            {
                int[] classes = rows.Classes(2);
                labels = Array.ConvertAll(classes, value => (double)value);
                var classifier = new GradientBoostingClassifier { Trees = 3, Growth = growth, Split = split, MaxDepth = 3, MaxLeaves = 6, LearningRate = 0.5, L2 = l2, Gamma = gamma, MinChildWeight = least / 4 };
                classifier.Fit(rows.Features, classes, weights);
                model = classifier;
            }
            else
            {
                var regressor = new GradientBoostingRegressor { Trees = 3, Growth = growth, Split = split, MaxDepth = 3, MaxLeaves = 6, LearningRate = 0.5, L2 = l2, Gamma = gamma, MinChildWeight = least };
                regressor.Fit(rows.Features, rows.Targets, weights);
                model = regressor;
            }
            var reference = new BruteForce(rows, weights, model, logistic, labels);
            reference.Check(model.Ensemble);
            questions += reference.Questions;
        }
        Assert.True(questions > 900, $"Only {questions} questions were asked.");
    }

    [Theory, InlineData(SplitMethod.Histogram), InlineData(SplitMethod.Exact)]
    public void Of_equal_gains_the_first_column_and_the_lowest_cut_win(SplitMethod split)
    {
        float[] values = [1, 2, 3, 4];
        var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, L2 = 0, Split = split };
        // Cuts 1.5 and 3.5 gain the same.
        model.Fit(Features.FromColumns(values, values), new double[] { 1, 0, 0, -1 });
        TreeNode root = model.Ensemble.Trees[0].Nodes[0];
        Assert.Equal((0, 1.5f), (root.Feature, root.Threshold));
    }
}
