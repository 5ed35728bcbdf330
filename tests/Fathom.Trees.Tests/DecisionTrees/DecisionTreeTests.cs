using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.DecisionTrees;

public class DecisionTreeTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 4, count: 400, columns: 5, missing: 0.1);

    [Fact]
    public void Cuts_midway_between_the_values_that_differ()
    {
        var tree = new DecisionTreeClassifier();
        tree.Fit(Features.FromRows(new double[,] { { 7, 1 }, { 7, 2 }, { 7, 3 }, { 7, 5 } }), new[] { 0, 0, 0, 1 });
        DecisionTreeNode root = tree.Tree.Nodes[0];
        Assert.Equal((1, 4.0, 4, 4.0), (root.Feature, root.Threshold, root.Samples, root.Weight));
        Assert.Equal(1 - (9 + 1) / 16.0, root.Impurity, 1e-15);
        Assert.Equal([0.75, 0.25], tree.Tree.Value(0).ToArray());
        Assert.Equal([0, 0, 0, 1], tree.Predict(Features.FromRows(new double[,] { { 7, 1 }, { 7, 4 }, { 7, double.NaN }, { 7, 4.001 } })));
    }

    [Theory]
    [InlineData(ClassificationCriterion.Gini), InlineData(ClassificationCriterion.Entropy), InlineData(ClassificationCriterion.ErrorRate)]
    public void A_full_tree_knows_its_training_rows(ClassificationCriterion criterion)
    {
        int[] labels = Rows.Classes(3);
        var tree = new DecisionTreeClassifier { Criterion = criterion };
        tree.Fit(Rows.Features, labels);
        Assert.Equal(labels, tree.Predict(Rows.Features));
        Assert.All(tree.Tree.Nodes.Where(node => node.IsLeaf), leaf => Assert.Equal(0, leaf.Impurity));
    }

    [Theory]
    [InlineData(RegressionCriterion.SquaredError), InlineData(RegressionCriterion.AbsoluteError), InlineData(RegressionCriterion.Poisson)]
    public void A_full_tree_knows_its_training_targets(RegressionCriterion criterion)
    {
        double[] targets = Array.ConvertAll(Rows.Targets, target => Math.Round(Math.Abs(target) * 8) / 8 + 0.125);
        var tree = new DecisionTreeRegressor { Criterion = criterion };
        tree.Fit(Rows.Features, targets);
        Assert.Equal(targets, Array.ConvertAll(tree.Predict(Rows.Features), value => (double)value));
    }

    [Fact]
    public void Prediction_leaves_and_paths_tell_the_same_story()
    {
        var tree = new DecisionTreeRegressor { MaxDepth = 4 };
        tree.Fit(Rows.Features, Rows.Targets);
        float[] predictions = tree.Predict(Rows.Features);
        int[] leaves = tree.Apply(Rows.Features);
        for (int row = 0; row < Rows.Count; row++)
        {
            IReadOnlyList<int> path = tree.DecisionPath(Rows.Features, row);
            Assert.Equal((0, leaves[row]), (path[0], path[^1]));
            Assert.Equal((float)tree.Tree.Value(leaves[row])[0], predictions[row]);
        }
        Assert.True(tree.Tree.Depth == 4 && tree.Tree.LeafCount <= 16);
    }
}
