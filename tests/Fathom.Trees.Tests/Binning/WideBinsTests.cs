using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Binning;

public class WideBinsTests
{
    [Theory, InlineData(TreeGrowth.DepthWise, 3000), InlineData(TreeGrowth.LeafWise, 65_535), InlineData(TreeGrowth.Symmetric, 3000)]
    public void A_bin_per_value_gives_the_cuts_of_exact_splits(TreeGrowth growth, int bins)
    {
        RandomRows rows = RandomRows.Draw(seed: 9, count: 2500, columns: 5, missing: 0.1);
        var wide = new GradientBoostingRegressor { Trees = 5, LearningRate = 0.5, Growth = growth, MaxDepth = 4, MaxLeaves = 16, Bins = bins };
        wide.Fit(rows.Features, rows.Targets);
        var exact = new GradientBoostingRegressor { Trees = 5, LearningRate = 0.5, MaxDepth = 4, Split = SplitMethod.Exact };
        exact.Fit(rows.Features, rows.Targets);
        TreeNode expected = exact.Ensemble.Trees[0].Nodes[0], actual = wide.Ensemble.Trees[0].Nodes[0];
        // Rounding to 2⁻³⁰ of the sums may decide between two cuts that gain the same to six digits.
        Assert.Equal((expected.Feature, expected.MissingLeft), (actual.Feature, actual.MissingLeft));
        Assert.Equal(expected.Gain, actual.Gain, 1e-5 * expected.Gain);
        if (growth != TreeGrowth.DepthWise)
            return;
        // Exact cuts lie halfway between a node's own rows, those of bins between all rows: they divide the training rows alike.
        for (int i = 0; i < 5; i++)
            Assert.Equal(exact.Ensemble.Trees[i].Nodes.Select(node => node.Feature), wide.Ensemble.Trees[i].Nodes.Select(node => node.Feature));
        float[] theirs = exact.Predict(rows.Features), ours = wide.Predict(rows.Features);
        for (int row = 0; row < rows.Count; row++)
            Assert.Equal(theirs[row], ours[row], 1e-4);
    }

    [Fact]
    public void More_levels_than_255_can_be_told_apart()
    {
        string?[] names = [.. Enumerable.Range(0, 4000).Select(row => row % 41 == 0 ? null : $"level {row % 800}")];
        double[] targets = [.. names.Select(name => name is null ? 5.0 : int.Parse(name[6..], System.Globalization.CultureInfo.InvariantCulture) % 2 * 100)];
        double Loss(int bins)
        {
            var model = new GradientBoostingRegressor { Trees = 60, MaxDepth = 8, LearningRate = 0.5, Bins = bins, Categories = CategoryHandling.Splits };
            // So heavy that five rows of a level suffice.
            model.Fit(Features.FromColumns(names), targets, [.. Enumerable.Repeat(1000f, names.Length)]);
            return model.Predict(Features.FromColumns(names)).Zip(targets, (prediction, target) => Math.Pow(prediction - target, 2)).Average();
        }
        Assert.True(Loss(1000) < 0.2 * Loss(255), $"{Loss(1000)} with a bin per level, {Loss(255)} with 255 bins.");
    }
}
