using System.Xml.Linq;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Explaining;

public class BoostedTreesTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 9, count: 300, columns: 3, missing: 0.2);

    private static readonly Features Mixed = Features.FromColumns(
        [.. Rows.Features.Columns, FeatureColumn.Categories(Array.ConvertAll(Rows.Targets, target => target > 2 ? null : target > 0 ? "up" : "down"), "side")]);

    private static readonly GradientBoostingRegressor Model = Fitted();

    [Fact]
    public void Leaves_are_those_that_the_trees_lead_to()
    {
        LeafIndices leaves = Model.Leaves(Mixed);
        float[,] hot = leaves.OneHot();
        Assert.Equal(Model.Ensemble.Trees.Sum(tree => tree.LeafCount), leaves.Width);
        double[] values = [.. Model.Ensemble.Trees.SelectMany(tree => tree.Nodes.Where(node => node.IsLeaf)).Select(node => node.Value)];
        float[] predictions = Model.Predict(Mixed);
        for (int row = 0; row < Mixed.RowCount; row++)
        {
            // A linear model on the leaves with their values as coefficients is the model itself.
            double sum = Model.Ensemble.BaseScores[0] + Enumerable.Range(0, leaves.Width).Sum(leaf => hot[row, leaf] * values[leaf]);
            Assert.Equal(predictions[row], (float)sum, 1e-5f);
            Assert.Equal(Model.Ensemble.Trees.Count, Enumerable.Range(0, leaves.Width).Sum(leaf => hot[row, leaf]));
        }
    }

    [Fact]
    public void Leaves_equal_LightGBMs()
    {
        PeerFixture peer = PeerFixture.Read("lightgbm.json");
        GradientBoosting model = LightGbmModel.Read(PeerFixture.PathOf("lightgbm_categories.txt"));
        LeafIndices leaves = model.Leaves(PeerFixture.FeaturesOf(peer.Rows, [4, 5]));
        double[] expected = PeerFixture.Flat(peer.Case("categories").GetProperty("leaves"));
        // LightGBM numbers leaves in the order of their making, we by levels: the same pairs of numbers in every row, one to one.
        for (int tree = 0; tree < 7; tree++)
        {
            var pairs = Enumerable.Range(0, 20).Select(row => (expected[row * 7 + tree], leaves.Indices[row, tree])).Distinct().ToArray();
            Assert.Equal(pairs.Length, pairs.Select(pair => pair.Item1).Distinct().Count());
            Assert.Equal(pairs.Length, pairs.Select(pair => pair.Item2).Distinct().Count());
        }
    }

    [Fact]
    public void The_path_of_a_row_is_what_the_row_answers()
    {
        for (int row = 0; row < 40; row++)
        {
            IReadOnlyList<DecisionStep> path = Model.DecisionPath(Mixed, row, 2);
            Tree tree = Model.Ensemble.Trees[2];
            int at = 0;
            foreach (DecisionStep step in path)
            {
                Assert.Equal(at, step.Node);
                Assert.Equal(tree.Nodes[at].Feature, step.Column);
                Assert.StartsWith(step.Column == 3 ? "side " : $"f{step.Column} ", step.Answer, StringComparison.Ordinal);
                float value = Mixed.Columns[step.Column].Values[row];
                Assert.Equal(float.IsNaN(value), step.IsMissing);
                if (!step.IsMissing && step.Column < 3)
                    Assert.Equal(value < tree.Nodes[at].Threshold, step.GoesLeft);
                at = step.GoesLeft ? tree.Nodes[at].Left : tree.Nodes[at].Right;
            }
            Assert.True(tree.Nodes[at].IsLeaf);
        }
    }

    [Fact]
    public void A_tree_is_drawn_as_text_and_as_a_picture()
    {
        Tree tree = Model.Ensemble.Trees[0];
        string text = Model.TreeToText(0), svg = Model.TreeToSvg(0, maxDepth: 2);
        Assert.Equal(tree.Nodes.Count - 1 + tree.LeafCount, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (TreeNode leaf in tree.Nodes.Where(node => node.IsLeaf))
            Assert.Contains(Math.Abs(leaf.Value).ToString("F3", System.Globalization.CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(7, XDocument.Parse(svg).Descendants(ns + "g").Count());
        Assert.Contains("Tree 0 of 4", svg, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.TreeToSvg(4));
    }

    private static GradientBoostingRegressor Fitted()
    {
        var model = new GradientBoostingRegressor { Trees = 4, MaxDepth = 3, Categories = CategoryHandling.Splits };
        model.Fit(Mixed, Rows.Targets);
        return model;
    }
}
