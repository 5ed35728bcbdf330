using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Growing;

public class CategoryTests
{
    [Fact]
    public void The_levels_sent_left_are_the_best_of_all_subsets()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int levels = random.Next(2, 8), count = random.Next(levels, 60);
            string?[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(levels + 1) is var level && level == levels ? null : $"{level}")];
            double[] targets = [.. values.Select(value => (value is null ? 2 : Math.Cos(value[0] * 5)) + RandomRows.Normal(random))];
            // Weights so large that the guards against chance (10 added to hessians) do not matter.
            const float Weight = 1e7f;
            float[] weights = [.. Enumerable.Repeat(Weight, count)];
            var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, LearningRate = 1, L2 = 0 };
            model.Fit(Features.FromColumns(values), targets, weights);

            string?[] distinct = [.. values.Distinct()];
            double best = 0;
            for (int subset = 1; subset < (1 << distinct.Length) - 1; subset++)
            {
                if (distinct.Length <= 4 && !int.IsPow2(subset) && !int.IsPow2((1 << distinct.Length) - 1 - subset))
                    continue;
                best = Math.Max(best, Reduction(targets, row => (subset >> Array.IndexOf(distinct, values[row]) & 1) != 0));
            }
            TreeNode root = model.Ensemble.Trees[0].Nodes[0];
            Assert.Equal(best, root.IsLeaf ? 0 : root.Gain / Weight, 1e-5 * Math.Max(1, best));
            if (root.IsLeaf)
                continue;
            float[] predictions = model.Predict(Features.FromColumns(values));
            Assert.Equal(best, Reduction(targets, row => predictions[row] == predictions[0]), 1e-5 * Math.Max(1, best));
        }
    }

    [Fact]
    public void Strings_are_matched_by_name_and_unknown_ones_are_missing()
    {
        string?[] cities = ["Rome", "Oslo", "Oslo", "Bern", "Rome", null, null];
        var model = new GradientBoostingRegressor { Trees = 3, MaxDepth = 3, LearningRate = 1, L2 = 0 };
        model.Fit(Features.FromColumns(cities), new double[] { 1, 5, 5, 9, 1, -3, -3 });
        Assert.Equal([9, 5, 1, -3, -3], model.Predict(Features.FromColumns(new string?[] { "Bern", "Oslo", "Rome", null, "Paris" })), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Levels_beyond_the_bins_share_one_and_stay_apart_from_missing()
    {
        string?[] values = [.. Enumerable.Range(0, 2000).Select(row => row < 200 ? null : $"{row % 600}")];
        double[] targets = [.. values.Select(value => value is null ? 100.0 : 1)];
        var model = new GradientBoostingRegressor { Trees = 20, MaxDepth = 2, LearningRate = 0.5 };
        model.Fit(Features.FromColumns(values), targets);
        float[] predictions = model.Predict(Features.FromColumns(values));
        for (int row = 0; row < predictions.Length; row++)
            Assert.Equal(targets[row], predictions[row], 3.0);
    }

    [Fact]
    public void Symmetric_trees_ask_about_one_level_at_a_time()
    {
        string[] values = [.. Enumerable.Range(0, 300).Select(row => $"{row % 6}")];
        double[] targets = [.. Enumerable.Range(0, 300).Select(row => row % 6 == 4 ? 10.0 : row % 6 == 2 ? 5 : 0)];
        var model = new GradientBoostingRegressor { Trees = 1, Growth = TreeGrowth.Symmetric, MaxDepth = 2, LearningRate = 1, L2 = 0 };
        model.Fit(Features.FromColumns(values), targets);
        Assert.Equal([[4], [2]], model.Ensemble.Trees[0].Nodes.Where(node => !node.IsLeaf).Take(2).Select(node => node.LeftLevels!.ToArray()));
        Assert.Equal(targets, model.Predict(Features.FromColumns(values)).Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    /// <summary>How much the squared error around the mean falls by splitting rows in two.</summary>
    private static double Reduction(double[] targets, Func<int, bool> isLeft)
    {
        double[] left = [.. targets.Where((_, row) => isLeft(row))], right = [.. targets.Where((_, row) => !isLeft(row))];
        return Spread(targets) - Spread(left) - Spread(right);
        static double Spread(double[] values) => values.Sum(value => Math.Pow(value - values.Average(), 2));
    }
}
