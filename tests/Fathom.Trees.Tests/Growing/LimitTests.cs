using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Growing;

public class LimitTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 8, count: 1500, columns: 6, missing: 0.1);

    public static TheoryData<TreeGrowth, SplitMethod> Ways => new()
    {
        { TreeGrowth.DepthWise, SplitMethod.Histogram }, { TreeGrowth.DepthWise, SplitMethod.Exact }, { TreeGrowth.LeafWise, SplitMethod.Histogram }, { TreeGrowth.Symmetric, SplitMethod.Histogram },
    };

    [Theory, InlineData(SplitMethod.Histogram), InlineData(SplitMethod.Exact)]
    public void Leaf_values_minimise_the_loss_with_L1_L2_and_a_greatest_value(SplitMethod split)
    {
        // Gradients of the two leaves are ∓6 and ±6 with hessians 2: −(6 − 1)/(2 + 3) = −1, cut off at 0.75.
        float[] x = [1, 1, 2, 2];
        double[] y = [-3, -3, 3, 3];
        Assert.Equal([-1, -1, 1, 1], Fit(null));
        Assert.Equal([-0.75f, -0.75f, 0.75f, 0.75f], Fit(0.75));

        float[] Fit(double? greatest)
        {
            var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, LearningRate = 1, L1 = 1, L2 = 3, MaxDelta = greatest, Split = split };
            model.Fit(Features.FromColumns(x), y);
            // The loss falls by 2·(6v − 5v²/2 − v) at ±v: 5 for v = 1, twice its half.
            double value = greatest ?? 1;
            Assert.Equal(2 * (2 * 6 * value - 5 * value * value - 2 * value), model.Ensemble.Trees[0].Nodes[0].Gain, 1e-6);
            return model.Predict(Features.FromColumns(x));
        }
    }

    [Fact]
    public void Much_L1_leaves_nothing()
    {
        var model = new GradientBoostingRegressor { L1 = 1e6 };
        Assert.Equal(StopReason.NothingToLearn, model.Fit(Rows.Features, Rows.Targets).Stop);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Predictions_follow_monotone_columns_everywhere(TreeGrowth growth, SplitMethod split)
    {
        MonotoneDirection[] directions = [MonotoneDirection.Rising, MonotoneDirection.Any, MonotoneDirection.Falling, .. new MonotoneDirection[3]];
        var model = new GradientBoostingRegressor { Trees = 40, LearningRate = 0.3, Growth = growth, Split = split, Monotone = directions };
        model.Fit(Rows.Features, Rows.Targets);
        var free = new GradientBoostingRegressor { Trees = 40, LearningRate = 0.3, Growth = growth, Split = split };
        free.Fit(Rows.Features, Rows.Targets);
        Assert.True(Violations(model) == 0 && Violations(free) > 1000, $"{Violations(model)} and {Violations(free)} violations");
        Assert.True(model.Importance.Single(importance => importance.Feature == 0).Splits > 0);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Questions_on_a_path_are_about_columns_of_one_set(TreeGrowth growth, SplitMethod split)
    {
        int[][] sets = [[0, 1], [1, 2, 3]];
        var model = new GradientBoostingRegressor { Trees = 30, Growth = growth, Split = split, Interactions = sets };
        model.Fit(Rows.Features, Rows.Targets);
        var paths = model.Ensemble.Trees.SelectMany(Paths).ToList();
        Assert.All(paths, path => Assert.True(path.Count <= 1 || sets.Any(set => path.IsSubsetOf(set)), string.Join(' ', path)));
        Assert.Contains(paths, path => path.Count > 1);
    }

    [Theory, InlineData(TreeGrowth.DepthWise, SplitMethod.Histogram), InlineData(TreeGrowth.DepthWise, SplitMethod.Exact), InlineData(TreeGrowth.LeafWise, SplitMethod.Histogram)]
    public void Columns_are_drawn_for_each_level_and_node(TreeGrowth growth, SplitMethod split)
    {
        var levels = new GradientBoostingRegressor { Trees = 60, MaxDepth = 3, Growth = growth, Split = split, ColumnFractionPerLevel = 1 / 6.0, MinChildWeight = 0 };
        levels.Fit(Rows.Features, Rows.Targets);
        foreach (Tree tree in levels.Ensemble.Trees)
            Assert.All(Levels(tree), level => Assert.True(level.Distinct().Count() <= 1));
        Assert.Contains(levels.Ensemble.Trees, tree => Levels(tree).SelectMany(level => level).Distinct().Count() > 1);

        var nodes = new GradientBoostingRegressor { Trees = 60, MaxDepth = 3, Growth = growth, Split = split, ColumnFractionPerNode = 1 / 6.0, MinChildWeight = 0 };
        nodes.Fit(Rows.Features, Rows.Targets);
        Assert.Contains(nodes.Ensemble.Trees, tree => Levels(tree).Any(level => level.Distinct().Count() > 1));
        // One column of six is drawn: the root asks about each in a sixth of the trees.
        int[] roots = [.. nodes.Ensemble.Trees.Select(tree => tree.Nodes[0].Feature)];
        Assert.All(Enumerable.Range(0, 6), column => Assert.InRange(roots.Count(root => root == column), 1, 25));
    }

    [Fact]
    public void What_is_said_about_columns_must_fit_them()
    {
        Says("3 monotone directions for 6", new() { Monotone = new MonotoneDirection[3] }, Rows.Features);
        Says("names column 6; there are columns 0 to 5", new() { Interactions = [[0, 6]] }, Rows.Features);
        Says("holds categories, which neither rise nor fall", new() { Monotone = [MonotoneDirection.Rising] }, Features.FromColumns(Array.ConvertAll(Rows.Targets, target => (string?)(target > 0 ? "a" : "b"))));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoostingOptions { MaxDelta = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoostingOptions { L1 = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoostingOptions { ColumnFractionPerLevel = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoostingOptions { ColumnFractionPerNode = 1.5 });

        static void Says(string words, BoostingOptions options, Features features) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new GradientBoostingRegressor(options).Fit(features, Rows.Targets)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_are_saved_with_the_model()
    {
        var model = new GradientBoostingRegressor
        {
            Trees = 2, L1 = 0.5, MaxDelta = 2, Monotone = [MonotoneDirection.Falling, .. new MonotoneDirection[5]], Interactions = [[0, 1]], ColumnFractionPerLevel = 0.9, ColumnFractionPerNode = 0.8,
            Sampling = new MvsRows { Fraction = 0.6, Regularization = 1 },
        };
        model.Fit(Rows.Features, Rows.Targets);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        var again = GradientBoostingRegressor.Load(file);
        Assert.Equal((model.L1, model.MaxDelta, model.ColumnFractionPerLevel, model.ColumnFractionPerNode, model.Sampling), (again.L1, again.MaxDelta, again.ColumnFractionPerLevel, again.ColumnFractionPerNode, again.Sampling));
        Assert.Equal(model.Monotone, again.Monotone);
        Assert.Equal(model.Interactions, again.Interactions);
    }

    private static int Violations(GradientBoostingRegressor model)
    {
        float[] steps = [-3, -2, -1.5f, -1, -0.5f, -0.25f, 0, 0.25f, 0.5f, 1, 1.5f, 2, 3];
        int violations = 0;
        foreach ((int column, int sign) in ((int, int)[])[(0, 1), (2, -1)])
        {
            for (int row = 0; row < 300; row++)
            {
                float[,] moved = new float[steps.Length, 6];
                for (int step = 0; step < steps.Length; step++)
                {
                    for (int other = 0; other < 6; other++)
                        moved[step, other] = other == column ? steps[step] : Rows.Values[row, other];
                }
                float[] predictions = model.Predict(Features.FromRows(moved));
                violations += predictions.Zip(predictions.Skip(1)).Count(pair => sign * (pair.Second - pair.First) < -1e-6);
            }
        }
        return violations;
    }

    private static IEnumerable<HashSet<int>> Paths(Tree tree)
    {
        var open = new Stack<(int Node, HashSet<int> Path)>([(0, [])]);
        while (open.TryPop(out (int Node, HashSet<int> Path) at))
        {
            TreeNode node = tree.Nodes[at.Node];
            yield return at.Path;
            if (node.IsLeaf)
                continue;
            open.Push((node.Left, [.. at.Path, node.Feature]));
            open.Push((node.Right, [.. at.Path, node.Feature]));
        }
    }

    private static IEnumerable<int[]> Levels(Tree tree)
    {
        List<int> level = [0];
        while (level.Count > 0)
        {
            yield return [.. level.Where(node => !tree.Nodes[node].IsLeaf).Select(node => tree.Nodes[node].Feature)];
            level = [.. level.Where(node => !tree.Nodes[node].IsLeaf).SelectMany(node => (int[])[tree.Nodes[node].Left, tree.Nodes[node].Right])];
        }
    }
}
