namespace Fathom.Trees.Tests.DecisionTrees;

public class EdgeCaseTests
{
    private static readonly Features Three = Features.FromRows(new float[,] { { 1 }, { 2 }, { 3 } }, ["price"]);

    [Fact]
    public void Bad_input_is_refused()
    {
        Says<ArgumentException>("no rows", () => new DecisionTreeClassifier().Fit(Features.FromRows(new float[0, 2]), Array.Empty<int>()));
        Says<ArgumentException>("3 rows of training features but 2 labels", () => new DecisionTreeRegressor().Fit(Three, new double[2]));
        Says<ArgumentException>("Label 1 is NaN", () => new DecisionTreeRegressor().Fit(Three, new[] { 1, double.NaN, 2 }));
        Says<ArgumentException>("Label 2 is 0.5", () => new DecisionTreeClassifier().Fit(Three, new[] { 0, 1, 0.5 }));
        Says<ArgumentException>("Label 0 is -1", () => new RandomForestClassifier().Fit(Three, new[] { -1, 1, 0 }));
        Says<ArgumentException>("from 0 to 1", () => new DecisionTreeClassifier { Classes = 2 }.Fit(Three, new[] { 0, 1, 2 }));
        Says<ArgumentException>("use a regressor", () => new DecisionTreeClassifier().Fit(Three, new[] { 0, 1, 1_000_000 }));
        Says<ArgumentException>("Weight 2 is -1", () => new DecisionTreeRegressor().Fit(Three, new double[3], [1, 1, -1]));
        Says<ArgumentException>("2 weights for 3 rows", () => new ExtraTreesRegressor().Fit(Three, new double[3], [1, 1]));
        Says<ArgumentException>("All weights are 0", () => new BaggingRegressor().Fit(Three, new double[3], [0, 0, 0]));
        Says<ArgumentException>("All rows have weight 0", () => new DecisionTreeClassifier { ClassWeights = ClassWeights.Of(1, 0) }.Fit(Three, new[] { 1, 1, 1 }));
        Says<ArgumentException>("2 class weights for 3 classes", () => new DecisionTreeClassifier { ClassWeights = ClassWeights.Of(1, 2) }.Fit(Three, new[] { 0, 1, 2 }));
        Says<ArgumentException>("Row 1 of feature 'price' is Infinity", () => Features.FromColumns(FeatureColumn.Numbers([1f, float.PositiveInfinity], "price")));
        Says<ArgumentException>("Poisson targets are counts", () => new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson }.Fit(Three, new double[] { 1, -1, 2 }));
        Says<ArgumentException>("All labels are 0", () => new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson }.Fit(Three, new double[3]));
        Says<InvalidOperationException>("none is out of bag", () => new ExtraTreesClassifier { OutOfBag = true }.Fit(Three, new[] { 0, 1, 1 }));
        Says<InvalidOperationException>("has not been fitted", () => new IsolationForest().AnomalyScore(Three));
        Says<InvalidOperationException>("has not been fitted", () => new AdaBoostClassifier().Predict(Three));
        Says<ArgumentException>("no rows", () => new IsolationForest().Fit(Features.FromRows(new float[0, 2])));
    }

    [Fact]
    public void Options_out_of_range_are_refused_where_they_are_set()
    {
        Says<ArgumentOutOfRangeException>("MaxDepth is at least 1", () => new DecisionTreeClassifier { MaxDepth = 0 });
        Says<ArgumentOutOfRangeException>("MinSamplesSplit is at least 2", () => new DecisionTreeClassifier { MinSamplesSplit = 1 });
        Says<ArgumentOutOfRangeException>("MinSamplesLeaf is at least 1", () => new DecisionTreeClassifier { MinSamplesLeaf = 0 });
        Says<ArgumentOutOfRangeException>("0 to 0.5", () => new DecisionTreeClassifier { MinWeightFractionLeaf = 0.6 });
        Says<ArgumentOutOfRangeException>("MaxLeafNodes is at least 2", () => new DecisionTreeClassifier { MaxLeafNodes = 1 });
        Says<ArgumentOutOfRangeException>("MinImpurityDecrease", () => new DecisionTreeClassifier { MinImpurityDecrease = -1 });
        Says<ArgumentOutOfRangeException>("CcpAlpha", () => new DecisionTreeClassifier { CcpAlpha = double.NaN });
        Says<ArgumentOutOfRangeException>("Classes is at least 2", () => new DecisionTreeClassifier { Classes = 1 });
        Says<ArgumentOutOfRangeException>("share of columns", () => MaxFeatures.Fraction(0));
        Says<ArgumentOutOfRangeException>("share of columns", () => new BaggingClassifier { ColumnFraction = 1.5 });
        Says<ArgumentOutOfRangeException>("share of rows", () => new RandomForestRegressor { RowFraction = 0 });
        Says<ArgumentOutOfRangeException>("Trees is at least 1", () => new RandomForestRegressor { Trees = 0 });
        Says<ArgumentOutOfRangeException>("Threads is at least 1", () => new RandomForestRegressor { Threads = 0 });
        Says<ArgumentOutOfRangeException>("learning rate", () => new AdaBoostClassifier { LearningRate = 0 });
        Says<ArgumentOutOfRangeException>("share of outliers", () => new IsolationForest { Contamination = 0.7 });
        Says<ArgumentOutOfRangeException>("MaxSamples", () => new IsolationForest { MaxSamples = 0 });
        Says<ArgumentException>("class weight is -1", () => ClassWeights.Of(1, -1));
        Says<ArgumentOutOfRangeException>("price of a leaf", () => Fitted().Prune(-1));
    }

    [Fact]
    public void One_row_makes_one_leaf()
    {
        Features one = Three.Take([1]);
        var tree = new DecisionTreeRegressor();
        tree.Fit(one, new double[] { 5 });
        Assert.Equal([5, 5, 5], tree.Predict(Three));
        var forest = new RandomForestClassifier { Trees = 3 };
        forest.Fit(one, new[] { 1 });
        Assert.Equal([1, 1, 1], forest.Predict(Three));
        var boosted = new AdaBoostClassifier();
        Assert.Equal(StopReason.NothingToLearn, boosted.Fit(one, new[] { 1 }).Stop);
        Assert.Equal([1, 1, 1], boosted.Predict(Three));
        var isolation = new IsolationForest();
        isolation.Fit(one);
        Assert.Equal([0.5f, 0.5f, 0.5f], isolation.AnomalyScore(Three));
    }

    [Theory]
    [InlineData(RegressionCriterion.SquaredError), InlineData(RegressionCriterion.AbsoluteError), InlineData(RegressionCriterion.Poisson)]
    public void A_constant_target_makes_one_leaf(RegressionCriterion criterion)
    {
        var tree = new DecisionTreeRegressor { Criterion = criterion };
        tree.Fit(Three, new[] { 0.1, 0.1, 0.1 });
        Assert.Equal((1, 0.1), (tree.Tree.Nodes.Count, tree.Tree.Value(0)[0]));
        Assert.All(tree.Importance, importance => Assert.Equal(0, importance.Gain));
    }

    [Fact]
    public void A_single_class_is_predicted_with_certainty()
    {
        var tree = new DecisionTreeClassifier();
        tree.Fit(Three, new[] { 0, 0, 0 });
        Assert.Equal(new float[,] { { 1, 0 }, { 1, 0 }, { 1, 0 } }, tree.PredictProbability(Three));
        var extra = new ExtraTreesClassifier { Trees = 2, Classes = 3 };
        extra.Fit(Three, new[] { 2, 2, 2 });
        Assert.Equal([2, 2, 2], extra.Predict(Three));
    }

    [Fact]
    public void Columns_without_a_value_are_never_asked_about()
    {
        Features features = Features.FromColumns(new[] { float.NaN, float.NaN, float.NaN, float.NaN }, new string?[] { null, null, null, null }, new[] { 1f, 2f, 3f, 4f });
        foreach (Splitter splitter in Enum.GetValues<Splitter>())
        {
            var tree = new DecisionTreeRegressor { Splitter = splitter };
            tree.Fit(features, new double[] { 1, 2, 3, 4 });
            Assert.Equal([1, 2, 3, 4], tree.Predict(features));
            Assert.All(tree.Tree.Nodes, node => Assert.True(node.Feature is -1 or 2));
        }
        var isolation = new IsolationForest { Trees = 5 };
        isolation.Fit(features);
        Assert.All(isolation.DecisionTrees.SelectMany(tree => tree.Nodes), node => Assert.True(node.Feature is -1 or 2));
    }

    [Fact]
    public void Missing_values_can_be_the_answer()
    {
        Features features = Features.FromRows(new[,] { { float.NaN }, { 1 }, { float.NaN }, { 1 }, { 2 } });
        var tree = new DecisionTreeClassifier();
        tree.Fit(features, new[] { 1, 0, 1, 0, 0 });
        Assert.Equal((double.PositiveInfinity, false, 3), (tree.Tree.Nodes[0].Threshold, tree.Tree.Nodes[0].MissingLeft, tree.Tree.Nodes.Count));
        Assert.Equal([1, 0, 1, 0, 0], tree.Predict(features));
        Assert.Equal("|--- f0 is not missing\n|   |--- class: 0\n|--- f0 is missing\n|   |--- class: 1\n", tree.ToText());
    }

    [Fact]
    public void Weights_of_zero_leave_rows_out()
    {
        var tree = new DecisionTreeRegressor();
        tree.Fit(Three, new double[] { 1, 2, 9 }, [1, 1, 0]);
        Assert.Equal(2, tree.Tree.Nodes[0].Samples);
        Assert.Equal([1, 2, 2], tree.Predict(Three));
    }

    [Fact]
    public void A_failed_or_cancelled_fit_leaves_the_model_as_it_was()
    {
        var tree = new DecisionTreeRegressor();
        tree.Fit(Three, new double[] { 1, 2, 3 });
        Assert.Throws<OperationCanceledException>(() => tree.Fit(Three, new double[3], cancellation: new CancellationToken(true)));
        Assert.Equal([1, 2, 3], tree.Predict(Three));
        var forest = new RandomForestRegressor { Trees = 2 };
        Assert.Throws<OperationCanceledException>(() => forest.Fit(Three, new double[3], cancellation: new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => new AdaBoostClassifier().Fit(Three, new[] { 0, 1, 0 }, cancellation: new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => new IsolationForest().Fit(Three, cancellation: new CancellationToken(true)));
    }

    private static DecisionTree Fitted()
    {
        var tree = new DecisionTreeRegressor();
        tree.Fit(Three, new double[] { 1, 2, 3 });
        return tree.Tree;
    }

    private static void Says<T>(string words, Action action) where T : Exception
    {
        string message = Assert.Throws<T>(action).Message;
        Assert.True(message.Contains(words, StringComparison.Ordinal), message);
    }

    private static void Says<T>(string words, Func<object?> action) where T : Exception => Says<T>(words, () => { action(); });
}
