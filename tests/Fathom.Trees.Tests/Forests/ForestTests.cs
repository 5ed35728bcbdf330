using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Forests;

public class ForestTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 11, count: 500, columns: 6, missing: 0.1);

    private static readonly Features Mixed = Features.FromColumns(
        [.. Rows.Features.Columns, FeatureColumn.Categories(Array.ConvertAll(Rows.Targets, target => target < -2 ? null : $"{Math.Round(target / 2)}"), "level")]);

    private static readonly int[] Labels = Rows.Classes(3);

    public static TheoryData<TreeEstimator, TreeEstimator> Pairs() => new()
    {
        { new DecisionTreeClassifier { Threads = 1 }, new DecisionTreeClassifier { Threads = 3 } },
        { new RandomForestClassifier { Trees = 8, Threads = 1, Seed = 3 }, new RandomForestClassifier { Trees = 8, Threads = 8, Seed = 3 } },
        { new ExtraTreesClassifier { Trees = 8, Threads = 1, Seed = 3 }, new ExtraTreesClassifier { Trees = 8, Threads = 2, Seed = 3 } },
        { new BaggingClassifier { Trees = 8, Threads = 1, ColumnFraction = 0.5, RowFraction = 0.7 }, new BaggingClassifier { Trees = 8, Threads = 3, ColumnFraction = 0.5, RowFraction = 0.7 } },
        { new AdaBoostClassifier { Trees = 8, Threads = 1, MaxDepth = 2 }, new AdaBoostClassifier { Trees = 8, Threads = 3, MaxDepth = 2 } },
    };

    [Theory, MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Same_file_at_any_number_of_threads(TreeEstimator one, TreeEstimator several)
    {
        Assert.Equal(Saved(one), Saved(several));

        static byte[] Saved(TreeEstimator model)
        {
            Fit(model);
            using var stream = new MemoryStream();
            model.Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Same_scores_and_out_of_bag_predictions_at_any_number_of_threads()
    {
        (float[,] Inside, float[,] Outside, float[] Anomaly) one = Run(1), several = Run(4);
        Assert.Equal(one.Inside, several.Inside);
        Assert.Equal(one.Outside, several.Outside);
        Assert.Equal(one.Anomaly, several.Anomaly);

        static (float[,], float[,], float[]) Run(int threads)
        {
            var forest = new RandomForestClassifier { Trees = 10, Threads = threads, OutOfBag = true };
            ForestFit fit = forest.Fit(Mixed, Labels);
            var isolation = new IsolationForest { Trees = 10, Threads = threads };
            isolation.Fit(Mixed);
            return (forest.PredictProbability(Mixed), fit.OutOfBag!.Predictions, isolation.AnomalyScore(Mixed));
        }
    }

    [Fact]
    public void Seeds_draw_other_trees()
    {
        var first = new RandomForestClassifier { Trees = 1, Seed = 1 };
        var second = new RandomForestClassifier { Trees = 1, Seed = 2 };
        Fit(first);
        Fit(second);
        Assert.NotEqual(first.DecisionTrees[0].Nodes, second.DecisionTrees[0].Nodes);
    }

    [Fact]
    public void A_larger_forest_begins_with_the_trees_of_a_smaller()
    {
        var small = new ExtraTreesRegressor { Trees = 2 };
        var large = new ExtraTreesRegressor { Trees = 4 };
        small.Fit(Mixed, Rows.Targets);
        large.Fit(Mixed, Rows.Targets);
        Assert.Equal(small.DecisionTrees[1].Nodes, large.DecisionTrees[1].Nodes);
    }

    [Fact]
    public void The_forest_is_the_mean_of_its_trees()
    {
        var forest = new RandomForestRegressor { Trees = 7 };
        forest.Fit(Mixed, Rows.Targets);
        int[,] leaves = forest.Apply(Mixed);
        float[] predictions = forest.Predict(Mixed);
        for (int row = 0; row < predictions.Length; row++)
            Assert.Equal((float)(Enumerable.Range(0, 7).Sum(tree => forest.DecisionTrees[tree].Value(leaves[row, tree])[0]) / 7), predictions[row]);
    }

    [Fact]
    public void Bootstrap_bags_hold_about_two_thirds_of_the_rows()
    {
        var forest = new BaggingRegressor { Trees = 40, MaxDepth = 1 };
        forest.Fit(Rows.Features, Rows.Targets);
        Assert.All(forest.DecisionTrees, tree => Assert.Equal(Rows.Count, tree.Nodes[0].Weight));
        // 1 − (1 − 1/n)ⁿ; the mean of 40 bags of 500 has a deviation of 0.002.
        Assert.InRange(forest.DecisionTrees.Average(tree => tree.Nodes[0].Samples) / Rows.Count, 0.632 - 0.01, 0.632 + 0.01);

        var pasting = new BaggingRegressor { Trees = 3, Bootstrap = false, RowFraction = 0.5, OutOfBag = true };
        ForestFit fit = pasting.Fit(Rows.Features, Rows.Targets);
        Assert.All(pasting.DecisionTrees, tree => Assert.Equal(250, tree.Nodes[0].Samples));
        Assert.InRange(Enumerable.Range(0, Rows.Count).Count(row => float.IsNaN(fit.OutOfBag!.Predictions[row, 0])), 30, 100);
    }

    [Fact]
    public void Out_of_bag_is_honest_about_noise()
    {
        var random = new Random(1);
        int[] coins = [.. Enumerable.Range(0, 500).Select(_ => random.Next(2))];
        var forest = new RandomForestClassifier { Trees = 60, OutOfBag = true };
        ForestFit fit = forest.Fit(Rows.Features, coins);
        Assert.InRange(fit.OutOfBag!.Score, 0.4, 0.6);
        Assert.Equal(coins, forest.Predict(Rows.Features));
    }

    [Fact]
    public void Trees_of_a_random_subspace_ask_about_their_columns_only()
    {
        var forest = new BaggingRegressor { Trees = 12, ColumnFraction = 0.34 };
        forest.Fit(Rows.Features, Rows.Targets);
        Assert.All(forest.DecisionTrees, tree => Assert.InRange(tree.Nodes.Select(node => node.Feature).Where(feature => feature >= 0).Distinct().Count(), 1, 2));
        Assert.Equal(6, forest.DecisionTrees.SelectMany(tree => tree.Nodes).Select(node => node.Feature).Where(feature => feature >= 0).Distinct().Count());
    }

    [Fact]
    public void Cancelling_keeps_the_trees_grown_so_far()
    {
        using var source = new CancellationTokenSource();
        var seen = new Watcher(progress =>
        {
            if (progress.Grown == 3)
                source.Cancel();
        });
        var forest = new RandomForestRegressor { Trees = 50, Threads = 1 };
        ForestFit fit = forest.Fit(Rows.Features, Rows.Targets, progress: seen, cancellation: source.Token);
        Assert.Equal((StopReason.Cancelled, 3, 3), (fit.Stop, fit.Trees, forest.DecisionTrees.Count));
        Assert.Equal([1, 2, 3], seen.Grown);
    }

    [Fact]
    public void Files_bring_models_back()
    {
        var forest = new RandomForestClassifier { Trees = 5, MaxFeatures = MaxFeatures.Fraction(0.4), ClassWeights = ClassWeights.Of(1, 2, 3), MaxLeafNodes = 20, Seed = 9, Criterion = ClassificationCriterion.Entropy };
        forest.Fit(Mixed, Labels);
        RandomForestClassifier again = RandomForestClassifier.Load(Written(forest));
        Assert.Equal(forest.PredictProbability(Mixed), again.PredictProbability(Mixed));
        Assert.Equal((forest.MaxFeatures, 20, 9, forest.Criterion), (again.MaxFeatures, again.MaxLeafNodes, again.Seed, again.Criterion));
        Assert.Equal(Written(forest).ToArray(), Written(again).ToArray());
        Assert.Throws<InvalidDataException>(() => RandomForestRegressor.Load(Written(forest)));
        Assert.Throws<InvalidDataException>(() => GradientBoostingClassifier.Load(Written(forest)));
        Assert.Throws<InvalidDataException>(() => RandomForestClassifier.Load(new MemoryStream(Written(forest).ToArray()[..500])));

        var boosted = new AdaBoostClassifier { Trees = 6, MaxDepth = 2 };
        boosted.Fit(Mixed, Labels);
        Assert.Equal(boosted.PredictProbability(Mixed), AdaBoostClassifier.Load(Written(boosted)).PredictProbability(Mixed));

        var isolation = new IsolationForest { Trees = 6, Contamination = 0.1 };
        isolation.Fit(Mixed);
        using var stream = new MemoryStream();
        isolation.Save(stream);
        stream.Position = 0;
        Assert.Equal(isolation.DecisionFunction(Mixed), IsolationForest.Load(stream).DecisionFunction(Mixed));

        var pruned = new DecisionTreeRegressor { CcpAlpha = 0.05, Splitter = Splitter.Random, MaxDepth = 7 };
        pruned.Fit(Mixed, Rows.Targets);
        DecisionTreeRegressor tree = DecisionTreeRegressor.Load(Written(pruned));
        Assert.Equal(pruned.Tree.Nodes, tree.Tree.Nodes);
        Assert.Equal((0.05, Splitter.Random, 7), (tree.CcpAlpha, tree.Splitter, tree.MaxDepth));
    }

    [Fact]
    public void The_sum_of_trees_predicts_the_same()
    {
        var forest = new RandomForestClassifier { Trees = 4 };
        var boosted = new AdaBoostClassifier { Trees = 5, MaxDepth = 3 };
        Fit(forest);
        Fit(boosted);
        float[,] probabilities = forest.PredictProbability(Mixed);
        int[] classes = boosted.Predict(Mixed);
        TreeEnsemble forestSum = forest.ToEnsemble(), votes = boosted.ToEnsemble();
        var scores = new double[3];
        var row = new float[Mixed.Columns.Count];
        for (int i = 0; i < Mixed.RowCount; i++)
        {
            for (int column = 0; column < row.Length; column++)
                row[column] = Mixed.Columns[column].Values[i];
            forestSum.Predict(row, scores);
            for (int output = 0; output < 3; output++)
                Assert.Equal(probabilities[i, output], scores[output], 1e-6);
            votes.Predict(row, scores);
            Assert.Equal(1, scores.Sum(), 1e-12);
            Assert.Equal(scores.Max(), scores[classes[i]], 1e-12);
        }
    }

    private static void Fit(TreeEstimator model)
    {
        switch (model)
        {
            case DecisionTreeClassifier tree: tree.Fit(Mixed, Labels); break;
            case ForestClassifier forest: forest.Fit(Mixed, Labels); break;
            case AdaBoostClassifier boosted: boosted.Fit(Mixed, Labels); break;
        }
    }

    private static MemoryStream Written(TreeEstimator model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private sealed class Watcher(Action<ForestProgress> seen) : IProgress<ForestProgress>
    {
        internal List<int> Grown { get; } = [];

        public void Report(ForestProgress value)
        {
            Grown.Add(value.Grown);
            seen(value);
        }
    }
}
