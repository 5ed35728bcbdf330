using System.Text;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class LinearLeafTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 71, count: 800, columns: 5, missing: 0.1);
    private static readonly RandomRows Held = RandomRows.Draw(seed: 72, count: 500, columns: 5, missing: 0.1);

    public static TheoryData<string> Ways => ["depth-wise", "leaf-wise", "symmetric", "exact"];

    [Theory, MemberData(nameof(Ways))]
    public void A_leaf_solves_the_normal_equations_of_its_rows(string way)
    {
        const double L2 = 0.7, LearningRate = 0.4;
        float[] weights = [.. Enumerable.Range(0, Rows.Count).Select(row => 0.5f + row % 3)];
        var model = new GradientBoostingRegressor(Options(way)) { Trees = 2, LearningRate = LearningRate, LinearLeaves = true, LinearL2 = L2, MaxDepth = 3, MaxLeaves = 6 };
        model.Fit(Rows.Features, Rows.Targets, weights);
        (Tree first, Tree second) = (model.Ensemble.Trees[0], model.Ensemble.Trees[1]);
        Assert.DoesNotContain(first.Nodes, node => node.Linear is not null);
        int linear = 0;
        foreach (IGrouping<int, int> leaf in Enumerable.Range(0, Rows.Count).GroupBy(row => second.LeafOf(Row(Rows, row))))
        {
            int[] columns = OnTheWay(second, leaf.Key);
            int[] whole = [.. leaf.Where(row => Array.TrueForAll(columns, column => !float.IsNaN(Rows.Values[row, column])))];
            if (whole.Length <= columns.Length)
            {
                Assert.Null(second.Nodes[leaf.Key].Linear);
                continue;
            }
            // Derivatives of the squared error at the scores after the first tree, in single precision as boosting takes them.
            double[] steps = [.. whole.Select(row => (double)(weights[row] * (float)(model.Ensemble.BaseScores[0] + first.Predict(Row(Rows, row)) - Rows.Targets[row])))];
            double[] solution = Solve(whole, columns, [.. whole.Select(row => (double)weights[row])], steps, L2);
            Assert.NotNull(second.Nodes[leaf.Key].Linear);
            LinearLeaf found = second.Nodes[leaf.Key].Linear!;
            Assert.Equal(columns, found.Columns);
            Assert.Equal(LearningRate * solution[^1], found.Constant, 1e-9);
            for (int i = 0; i < columns.Length; i++)
                Assert.Equal(LearningRate * solution[i], found.Coefficients[i], 1e-9);
            linear++;
        }
        Assert.True(linear >= 4);
    }

    [Theory, MemberData(nameof(Ways))]
    public void A_piecewise_linear_truth_is_learnt_by_few_trees(string way)
    {
        (Features features, double[] targets) = PiecewiseLinear(seed: 1, count: 2000);
        (Features held, double[] heldTargets) = PiecewiseLinear(seed: 2, count: 2000);
        double constant = Loss(false), linear = Loss(true);
        Assert.True(linear - NoiseVariance < (constant - NoiseVariance) / 2, $"Constant leaves {constant}, linear ones {linear}.");

        double Loss(bool isLinear)
        {
            var model = new GradientBoostingRegressor(Options(way)) { Trees = 20, LearningRate = 0.3, MaxDepth = 3, MaxLeaves = 8, LinearLeaves = isLinear, MinLeafRows = 20 };
            model.Fit(features, targets);
            return Mse(model.Predict(held), heldTargets);
        }
    }

    [Fact]
    public void Rows_that_lack_a_value_get_the_constant()
    {
        var model = new GradientBoostingRegressor { Trees = 10, LinearLeaves = true };
        model.Fit(Rows.Features, Rows.Targets);
        int seen = 0;
        foreach (Tree tree in model.Ensemble.Trees)
        {
            for (int row = 0; row < Held.Count; row++)
            {
                float[] values = Row(Held, row);
                TreeNode leaf = tree.Nodes[tree.LeafOf(values)];
                if (leaf.Linear is not { } linear || !linear.Columns.Any(column => float.IsNaN(values[column])))
                    continue;
                seen++;
                Assert.Equal(leaf.Value, tree.Predict(values));
            }
        }
        Assert.True(seen > 100);
    }

    [Fact]
    public void Columns_that_say_nothing_new_are_left_out()
    {
        // In every leaf the switch is constant and the copy says what the column says; years are far from 0.
        var random = new Random(5);
        float[] years = [.. Enumerable.Range(0, 600).Select(row => 2000 + row % 24)], onOff = [.. years.Select((_, row) => (float)(row % 2))];
        float[] noise = [.. years.Select(_ => (float)random.NextDouble())], copy = Array.ConvertAll(noise, value => 3 * value - 1);
        double[] targets = [.. years.Select((year, row) => (onOff[row] > 0 ? 0.5 : -0.25) * (year - 2000) + 2 * noise[row])];
        var model = new GradientBoostingRegressor { Trees = 40, LearningRate = 0.3, MaxDepth = 4, LinearLeaves = true };
        Features features = Features.FromColumns(years, onOff, noise, copy);
        model.Fit(features, targets);
        LinearLeaf[] linear = [.. model.Ensemble.Trees.SelectMany(tree => tree.Nodes).Where(node => node.Linear is not null).Select(node => node.Linear!)];
        Assert.DoesNotContain(linear, leaf => leaf.Columns.Contains(2) && leaf.Columns.Contains(3));
        Assert.Contains(linear, leaf => leaf.Columns.Contains(0));
        Assert.All(linear.SelectMany(leaf => leaf.Coefficients), coefficient => Assert.InRange(Math.Abs(coefficient), 0, 10));
        var constant = new GradientBoostingRegressor(model) { LinearLeaves = false };
        constant.Fit(features, targets);
        double linearLoss = Mse(model.Predict(features), targets), constantLoss = Mse(constant.Predict(features), targets);
        Assert.True(linearLoss < constantLoss / 4, $"Constant leaves {constantLoss}, linear ones {linearLoss}.");
    }

    [Fact]
    public void Questions_about_categories_leave_leaves_constant()
    {
        string[] levels = [.. Enumerable.Range(0, Rows.Count).Select(row => $"{row % 7}")];
        foreach (CategoryHandling handling in Enum.GetValues<CategoryHandling>())
        {
            var model = new GradientBoostingRegressor { Trees = 6, LinearLeaves = true, Categories = handling };
            double[] targets = [.. Enumerable.Range(0, Rows.Count).Select(row => row % 7 * 2.0)];
            model.Fit(Features.FromColumns(levels), targets);
            Assert.DoesNotContain(model.Ensemble.Trees, tree => tree.Nodes.Any(node => node.Linear is not null));
            Assert.Contains(model.Ensemble.Trees, tree => tree.LeafCount > 1);
        }
    }

    [Theory, InlineData(DartNormalization.Tree), InlineData(DartNormalization.Forest)]
    public void Curves_match_the_predictions_under_dropouts(DartNormalization normalization)
    {
        var model = new GradientBoostingRegressor { Trees = 25, LearningRate = 0.3, LinearLeaves = true, Dart = new Dart { DropRate = 0.2, Normalization = normalization } };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Targets, validation: (Held.Features, Held.Targets));
        Assert.Equal(Mse(model.Predict(Rows.Features), Rows.Targets), history.TrainingLoss[^1], 1e-6 * history.TrainingLoss[^1]);
        Assert.Equal(Mse(model.Predict(Held.Features), Held.Targets), history.ValidationLoss[^1], 1e-6 * history.ValidationLoss[^1]);
    }

    public static TheoryData<string> Samplings => ["all", "bernoulli", "goss", "mvs", "bayesian"];

    [Theory, MemberData(nameof(Samplings))]
    public void Curves_match_the_predictions_under_every_sampling(string sampling)
    {
        var model = new GradientBoostingClassifier
        {
            Trees = 12, LinearLeaves = true, LinearL2 = 0.5,
            Sampling = sampling switch
            {
                "bernoulli" => RowSampling.Bernoulli(0.6),
                "goss" => RowSampling.Goss,
                "mvs" => RowSampling.Mvs,
                "bayesian" => RowSampling.BayesianBootstrap(),
                _ => RowSampling.All,
            },
        };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Classes(3), validation: (Held.Features, Held.Classes(3)), earlyStopping: 8);
        Assert.Equal(LogLoss(model, Rows), history.TrainingLoss[history.Rounds - 1], 1e-5);
        Assert.Equal(LogLoss(model, Held), history.ValidationLoss[history.Rounds - 1], 1e-5);
    }

    [Fact]
    public void A_saved_model_comes_back_bit_by_bit()
    {
        var model = new GradientBoostingRegressor { Trees = 8, LinearLeaves = true, LinearL2 = 0.5 };
        model.Fit(Rows.Features, Rows.Targets);
        string json = Saved(model);
        Assert.Contains("\"version\":2", json, StringComparison.Ordinal);
        GradientBoostingRegressor again = Read(json);
        Assert.Equal(model.Predict(Held.Features), again.Predict(Held.Features));
        Assert.Equal(model.Ensemble.Trees.SelectMany(tree => tree.Nodes), again.Ensemble.Trees.SelectMany(tree => tree.Nodes));
        Assert.Equal((true, 0.5), (again.LinearLeaves, again.LinearL2));
        again.Fit(Rows.Features, Rows.Targets);
        Assert.Equal(model.Predict(Held.Features), again.Predict(Held.Features));

        var plain = new GradientBoostingRegressor { Trees = 2 };
        plain.Fit(Rows.Features, Rows.Targets);
        Assert.Contains("\"version\":1", Saved(plain), StringComparison.Ordinal);
        Assert.DoesNotContain("inear", Saved(plain), StringComparison.Ordinal);

        int at = json.IndexOf("\"columns\":[", StringComparison.Ordinal) + "\"columns\":[".Length;
        Assert.Contains("none of numbers", Assert.Throws<InvalidDataException>(() => Read(json[..at] + "9" + json[(at + 1)..])).Message, StringComparison.Ordinal);
        Assert.Contains("columns ascend", Assert.Throws<InvalidDataException>(() => Read(json[..at] + "4" + json[(at + 1)..])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_linear_leaves_cannot_keep_to_is_refused()
    {
        foreach (IObjective robust in (IObjective[])[Objective.AbsoluteError, Objective.Quantile(0.3), Objective.Huber(1)])
            Refuses(robust.Name, new() { LinearLeaves = true, Objective = robust });
        Refuses("Monotone", new() { LinearLeaves = true, Monotone = [MonotoneDirection.Rising, .. new MonotoneDirection[4]] });
        Refuses("MaxDelta", new() { LinearLeaves = true, MaxDelta = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingRegressor { LinearL2 = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingRegressor { LinearL2 = double.NaN });

        var model = new GradientBoostingRegressor { Trees = 3, LinearLeaves = true };
        model.Fit(Rows.Features, Rows.Targets);
        Assert.Contains("LinearLeaves = false", Assert.Throws<NotSupportedException>(() => new TreeExplainer(model)).Message, StringComparison.Ordinal);

        static void Refuses(string words, GradientBoostingRegressor model)
        {
            string message = Assert.Throws<InvalidOperationException>(() => model.Fit(Rows.Features, Rows.Targets)).Message;
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.Contains("set LinearLeaves to false", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Drawings_write_the_function_down()
    {
        var model = new GradientBoostingRegressor { Trees = 2, MaxDepth = 2, LinearLeaves = true };
        model.Fit(Rows.Features, Rows.Targets);
        string text = model.TreeToText(1);
        LinearLeaf leaf = model.Ensemble.Trees[1].Nodes.First(node => node.Linear is not null).Linear!;
        Assert.Contains($"·f{leaf.Columns[0]}", text, StringComparison.Ordinal);
        Assert.Contains("·f", model.TreeToSvg(1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_is_checked_and_compared_by_what_it_says()
    {
        var leaf = new LinearLeaf(1, [0, 2], [0.5, -1]);
        Assert.Equal(leaf, new LinearLeaf(1, [0, 2], [0.5, -1]));
        Assert.Equal(leaf.GetHashCode(), new LinearLeaf(1, [0, 2], [0.5, -1]).GetHashCode());
        Assert.NotEqual(leaf, new LinearLeaf(1, [0, 2], [0.5, 1]));
        Assert.NotEqual(leaf, new LinearLeaf(2, [0, 2], [0.5, -1]));
        Assert.Throws<ArgumentException>(() => new LinearLeaf(1, [], []));
        Assert.Throws<ArgumentException>(() => new LinearLeaf(1, [0], [1, 2]));
        Assert.Throws<ArgumentException>(() => new LinearLeaf(1, [2, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => new LinearLeaf(1, [-1], [1]));
        Assert.Throws<ArgumentException>(() => new LinearLeaf(1, [0], [double.NaN]));
        Assert.Throws<ArgumentException>(() => new LinearLeaf(double.PositiveInfinity, [0], [1]));
    }

    private static BoostingOptions Options(string way) => way switch
    {
        "leaf-wise" => new() { Growth = TreeGrowth.LeafWise },
        "symmetric" => new() { Growth = TreeGrowth.Symmetric },
        "exact" => new() { Split = SplitMethod.Exact },
        _ => new(),
    };

    /// <summary>The columns of the questions on the way to a leaf.</summary>
    private static int[] OnTheWay(Tree tree, int leaf)
    {
        var columns = new SortedSet<int>();
        for (int at = leaf; at > 0;)
        {
            at = Enumerable.Range(0, tree.Nodes.Count).First(node => !tree.Nodes[node].IsLeaf && (tree.Nodes[node].Left == at || tree.Nodes[node].Right == at));
            columns.Add(tree.Nodes[at].Feature);
        }
        return [.. columns];
    }

    /// <summary>(XᵀHX + Λ)⁻¹·(−Xᵀg) with a last column of ones, which λ leaves alone, by Gaussian elimination with pivots.</summary>
    private static double[] Solve(int[] rows, int[] columns, double[] hessians, double[] gradients, double l2)
    {
        int size = columns.Length + 1;
        var system = new double[size, size + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] x = [.. columns.Select(column => (double)Rows.Values[rows[i], column]), 1];
            for (int a = 0; a < size; a++)
            {
                for (int b = 0; b < size; b++)
                    system[a, b] += hessians[i] * x[a] * x[b];
                system[a, size] -= gradients[i] * x[a];
            }
        }
        for (int a = 0; a < size - 1; a++)
            system[a, a] += l2;
        for (int step = 0; step < size; step++)
        {
            int pivot = Enumerable.Range(step, size - step).MaxBy(row => Math.Abs(system[row, step]));
            for (int column = 0; column <= size; column++)
                (system[step, column], system[pivot, column]) = (system[pivot, column], system[step, column]);
            for (int row = 0; row < size; row++)
            {
                double factor = row == step ? 0 : system[row, step] / system[step, step];
                for (int column = 0; column <= size; column++)
                    system[row, column] -= factor * system[step, column];
            }
        }
        return [.. Enumerable.Range(0, size).Select(row => system[row, size] / system[row, row])];
    }

    private const double NoiseVariance = 0.01;

    private static (Features Features, double[] Targets) PiecewiseLinear(int seed, int count)
    {
        var random = new Random(seed);
        var values = new float[count, 3];
        var targets = new double[count];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < 3; column++)
                values[row, column] = (float)(2 * random.NextDouble() - 1);
            (double a, double b) = (values[row, 0], values[row, 1]);
            targets[row] = (a < 0 ? 3 * a + 2 * b : -1 - 2 * a + 4 * b) + Math.Sqrt(NoiseVariance) * RandomRows.Normal(random);
        }
        return (Features.FromRows(values), targets);
    }

    private static float[] Row(RandomRows rows, int row) => [.. Enumerable.Range(0, rows.Values.GetLength(1)).Select(column => rows.Values[row, column])];

    private static double Mse(float[] predictions, double[] targets) =>
        predictions.Zip(targets, (prediction, target) => (prediction - target) * (prediction - target)).Average();

    private static double LogLoss(GradientBoostingClassifier model, RandomRows rows)
    {
        float[,] probabilities = model.PredictProbability(rows.Features);
        return rows.Classes(3).Select((label, row) => -Math.Log(probabilities[row, label])).Average();
    }

    private static string Saved(GradientBoosting model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static GradientBoostingRegressor Read(string json) => GradientBoostingRegressor.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
