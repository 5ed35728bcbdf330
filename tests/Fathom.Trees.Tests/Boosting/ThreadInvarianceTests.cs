using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class ThreadInvarianceTests
{
    public static TheoryData<TreeGrowth, RowSampling> Modes
    {
        get
        {
            var modes = new TheoryData<TreeGrowth, RowSampling>();
            foreach (TreeGrowth growth in Enum.GetValues<TreeGrowth>())
            {
                foreach (RowSampling sampling in (RowSampling[])[RowSampling.All, RowSampling.Bernoulli(0.97), RowSampling.Goss])
                    modes.Add(growth, sampling);
            }
            return modes;
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public void Same_trees_at_any_number_of_threads(TreeGrowth growth, RowSampling sampling)
    {
        TreeNode[][] one = Train(1);
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(one, Train(threads));
        Assert.Contains(one, tree => tree.Length > 30);

        TreeNode[][] Train(int threads)
        {
            var model = new GradientBoostingClassifier { Trees = 3, LearningRate = 0.5, Growth = growth, Threads = threads, Sampling = sampling, ColumnFraction = 0.8 };
            model.Fit(Inputs, Labels);
            return [.. model.Ensemble.Trees.Select(tree => tree.Nodes.ToArray())];
        }
    }

    [Fact]
    public void Same_exact_trees_at_any_number_of_threads()
    {
        Features inputs = Rows.Features.Take([.. Enumerable.Range(0, 5000)]);
        TreeNode[][] one = Train(1);
        Assert.Equal(one, Train(3));

        TreeNode[][] Train(int threads)
        {
            var model = new GradientBoostingClassifier { Trees = 3, Split = SplitMethod.Exact, Threads = threads, Sampling = RowSampling.Bernoulli(0.7) };
            model.Fit(inputs, Labels[..5000]);
            return [.. model.Ensemble.Trees.Select(tree => tree.Nodes.ToArray())];
        }
    }

    // Above 65,536 rows nodes are split by several threads.
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 3, count: 70_000, columns: 9, missing: 0.1);

    private static readonly Features Inputs = Features.FromColumns(
        [.. Rows.Features.Columns, FeatureColumn.Categories(Array.ConvertAll(Rows.Targets, target => target is > -9 and < 9 ? $"level {Math.Round(target * 3)}" : null))]);

    private static readonly int[] Labels = Rows.Classes(2);
}
