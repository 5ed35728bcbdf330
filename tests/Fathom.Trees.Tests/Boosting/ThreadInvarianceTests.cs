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
                foreach (RowSampling sampling in (RowSampling[])[RowSampling.All, RowSampling.Bernoulli(0.97)])
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

    public static TheoryData<TreeGrowth, CategoryHandling> Handlings
    {
        get
        {
            var handlings = new TheoryData<TreeGrowth, CategoryHandling>();
            foreach (TreeGrowth growth in Enum.GetValues<TreeGrowth>())
            {
                foreach (CategoryHandling handling in Enum.GetValues<CategoryHandling>())
                    handlings.Add(growth, handling);
            }
            return handlings;
        }
    }

    [Theory, MemberData(nameof(Handlings))]
    public void Same_model_files_under_every_sampling(TreeGrowth growth, CategoryHandling handling)
    {
        foreach (RowSampling sampling in (RowSampling[])[RowSampling.All, RowSampling.Bernoulli(0.7), RowSampling.Goss, RowSampling.Mvs, RowSampling.BayesianBootstrap()])
            AssertSameFiles(new() { Trees = 3, LearningRate = 0.5, Growth = growth, Categories = handling, Sampling = sampling, ColumnFraction = 0.8 });
    }

    [Theory, InlineData(TreeGrowth.DepthWise), InlineData(TreeGrowth.LeafWise), InlineData(TreeGrowth.Symmetric)]
    public void Same_model_files_with_linear_leaves(TreeGrowth growth)
    {
        foreach (RowSampling sampling in (RowSampling[])[RowSampling.All, RowSampling.Bernoulli(0.7), RowSampling.Goss])
            AssertSameFiles(new() { Trees = 4, LearningRate = 0.5, Growth = growth, LinearLeaves = true, Sampling = sampling });
        AssertSameFiles(new() { Trees = 4, LearningRate = 0.5, Growth = growth, LinearLeaves = true, Dart = new Dart { DropRate = 0.5 } });
    }

    [Theory, InlineData(TreeGrowth.DepthWise), InlineData(TreeGrowth.LeafWise), InlineData(TreeGrowth.Symmetric)]
    public void Same_model_files_with_every_limit_and_with_wide_bins(TreeGrowth growth)
    {
        MonotoneDirection[] monotone = [MonotoneDirection.Rising, MonotoneDirection.Falling, .. new MonotoneDirection[8]];
        AssertSameFiles(new()
        {
            Trees = 3, LearningRate = 0.5, Growth = growth, L1 = 0.5, MaxDelta = 1, Monotone = monotone, Interactions = [[0, 1, 2, 9], [2, 3, 4, 5]], ColumnFractionPerLevel = 0.9, ColumnFractionPerNode = 0.9,
        });
        AssertSameFiles(new() { Trees = 3, LearningRate = 0.5, Growth = growth, Bins = 3000 });
        AssertSameFiles(new() { Trees = 3, LearningRate = 0.5, Growth = growth }, [.. Enumerable.Range(0, Small).Select(row => row < 3 ? 1e12f : 1)]);
    }

    private static void AssertSameFiles(BoostingOptions options, float[]? weights = null)
    {
        string one = Train(1);
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(one, Train(threads));

        string Train(int threads)
        {
            var model = new GradientBoostingClassifier(options) { Threads = threads };
            model.Fit(SmallInputs, Labels[..Small], weights);
            using var file = new MemoryStream();
            model.Save(file);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file.ToArray())) + model.Ensemble.Trees.Sum(tree => tree.LeafCount);
        }
    }

    private const int Small = 40_000;

    // Above 65,536 rows nodes are split by several threads.
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 3, count: 70_000, columns: 9, missing: 0.1);

    private static readonly Features Inputs = Features.FromColumns(
        [.. Rows.Features.Columns, FeatureColumn.Categories(Array.ConvertAll(Rows.Targets, target => target is > -9 and < 9 ? $"level {Math.Round(target * 3)}" : null))]);

    private static readonly Features SmallInputs = Inputs.Take([.. Enumerable.Range(0, Small)]);

    private static readonly int[] Labels = Rows.Classes(2);
}
