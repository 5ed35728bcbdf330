using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class ThreadInvarianceTests
{
    public static TheoryData<TreeGrowth, bool> Modes => new()
    {
        { TreeGrowth.DepthWise, false }, { TreeGrowth.DepthWise, true }, { TreeGrowth.LeafWise, false }, { TreeGrowth.LeafWise, true },
    };

    [Theory, MemberData(nameof(Modes))]
    public void Same_trees_at_any_number_of_threads(TreeGrowth growth, bool sampled)
    {
        // Above 65,536 rows nodes are split by several threads.
        RandomRows rows = RandomRows.Draw(seed: 3, count: 70_000, columns: 9, missing: 0.1);
        TreeNode[][] Train(int threads)
        {
            var model = new GradientBoostingClassifier
            {
                Trees = 3, Growth = growth, Threads = threads, Sampling = sampled ? RowSampling.Bernoulli(0.7) : RowSampling.All, ColumnFraction = sampled ? 0.6 : 1,
            };
            model.Fit(rows.Features, rows.Classes(2));
            return [.. model.Ensemble.Trees.Select(tree => tree.Nodes.ToArray())];
        }
        TreeNode[][] one = Train(1);
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(one, Train(threads));
        Assert.All(one, tree => Assert.True(tree.Length > 30));
    }
}
