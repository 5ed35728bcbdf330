using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Prediction;

public class EnsemblePredictorTests
{
    [Theory]
    [InlineData(TreeGrowth.DepthWise, 6, 31), InlineData(TreeGrowth.Symmetric, 5, 31), InlineData(TreeGrowth.LeafWise, 64, 31)]
    [InlineData(TreeGrowth.LeafWise, 64, 90), InlineData(TreeGrowth.LeafWise, 64, 300)]
    public void Rows_alone_and_in_blocks_score_as_the_trees_do(TreeGrowth growth, int depth, int leaves)
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 1003, columns: 5, missing: 0.3);
        var model = new GradientBoostingRegressor { Trees = 19, Growth = growth, MaxDepth = depth, MaxLeaves = leaves, MinChildWeight = 0, L2 = 0 };
        model.Fit(rows.Features, rows.Targets);
        AssertEqualsTrees(model, rows.Features, Flat(rows.Values));
    }

    [Theory]
    [InlineData(TreeGrowth.DepthWise, 6, 31), InlineData(TreeGrowth.Symmetric, 5, 31), InlineData(TreeGrowth.LeafWise, 64, 31), InlineData(TreeGrowth.LeafWise, 64, 300)]
    public void Linear_leaves_score_as_the_trees_do(TreeGrowth growth, int depth, int leaves)
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 1003, columns: 5, missing: 0.3);
        var model = new GradientBoostingRegressor { Trees = 19, Growth = growth, MaxDepth = depth, MaxLeaves = leaves, MinChildWeight = 0, MinLeafRows = 1, LinearLeaves = true, LinearL2 = 1 };
        model.Fit(rows.Features, rows.Targets);
        Assert.DoesNotContain(model.Ensemble.Trees[0].Nodes, node => node.Linear is not null);
        Assert.Contains(model.Ensemble.Trees[^1].Nodes, node => node.Linear is not null);
        Assert.True(leaves < 300 || model.Ensemble.Trees.Any(tree => tree.LeafCount > QuickScorer.MostLeaves));
        AssertEqualsTrees(model, rows.Features, Flat(rows.Values));
    }

    [Theory, InlineData(7), InlineData(300)]
    public void Categories_score_as_the_trees_do(int levels)
    {
        RandomRows rows = RandomRows.Draw(seed: 3, count: 2000, columns: 4, missing: 0.2);
        var random = new Random(1);
        int[] codes = [.. rows.Targets.Select(target => random.NextDouble() < 0.1 ? -1 : (int)(Math.Abs(target) * 1000) % levels)];
        string[] names = [.. Enumerable.Range(0, levels).Select(level => $"{level}")];
        Features features = Features.FromColumns([.. rows.Features.Columns, FeatureColumn.Categories(codes, names)]);
        var model = new GradientBoostingRegressor { Trees = 12, Categories = CategoryHandling.Splits };
        model.Fit(features, rows.Targets);
        Assert.Contains(model.Ensemble.Trees, tree => tree.Nodes.Any(node => node.LeftLevels is not null));
        float[] flat = new float[rows.Count * 5];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < 4; column++)
                flat[row * 5 + column] = rows.Values[row, column];
            flat[row * 5 + 4] = codes[row] < 0 ? float.NaN : codes[row];
        }
        Assert.Equal(names, model.Predictor.LevelsOf(4));
        Assert.Null(model.Predictor.LevelsOf(0));
        AssertEqualsTrees(model, features, flat);
    }

    [Fact]
    public void Levels_that_statistics_stand_for_are_given_as_codes()
    {
        RandomRows rows = RandomRows.Draw(seed: 5, count: 900, columns: 3);
        string?[] levels = Array.ConvertAll(rows.Targets, target => target < -3 ? null : $"{Math.Round(target)}");
        Features features = Features.FromColumns([.. rows.Features.Columns, levels]);
        var model = new GradientBoostingRegressor { Trees = 10, Categories = CategoryHandling.OrderedStatistics };
        model.Fit(features, rows.Targets);
        float[] expected = model.Predict(features), predicted = new float[900], one = new float[1];
        var flat = new float[900 * 4];
        List<string> known = [.. model.Predictor.LevelsOf(3)!];
        for (int row = 0; row < 900; row++)
        {
            for (int column = 0; column < 3; column++)
                flat[row * 4 + column] = rows.Values[row, column];
            flat[row * 4 + 3] = levels[row] is { } level ? known.IndexOf(level) : float.NaN;
            model.Predictor.Predict(flat.AsSpan(row * 4, 4), one);
            Assert.Equal(expected[row], one[0]);
        }
        model.Predictor.Predict(flat, predicted);
        Assert.Equal(expected, predicted);
    }

    [Fact]
    public void Classes_and_infinite_values()
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 700, columns: 5, missing: 0.3);
        var model = new GradientBoostingClassifier { Trees = 9 };
        model.Fit(rows.Features, rows.Classes(3));
        float[] flat = Flat(rows.Values);
        float[,] expected = model.PredictProbability(rows.Features);
        var predicted = new float[700 * 3];
        model.Predictor.Predict(flat, predicted);
        Assert.Equal(Flat(expected), predicted);
        for (int i = 0; i < flat.Length; i += 7)
            flat[i] = i % 2 == 0 ? float.PositiveInfinity : float.NegativeInfinity;
        AssertScores(model, flat);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 100, columns: 3);
        var model = new GradientBoostingRegressor { Trees = 1 };
        model.Fit(rows.Features, rows.Targets);
        Assert.Contains("4 values", Assert.Throws<ArgumentException>(() => model.Predictor.Predict(new float[4], new float[1])).Message);
        Assert.Contains("2 rows have 2 results", Assert.Throws<ArgumentException>(() => model.Predictor.Score(new float[6], new double[3])).Message);
    }

    [Theory, InlineData(1), InlineData(64)]
    public void Nothing_is_allocated(int count)
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 200, columns: 5, missing: 0.1);
        var model = new GradientBoostingRegressor { Trees = 10 };
        model.Fit(rows.Features, rows.Targets);
        EnsemblePredictor predictor = model.Predictor;
        float[] flat = Flat(rows.Values)[..(5 * count)], predictions = new float[count];
        predictor.Predict(flat, predictions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            predictor.Predict(flat, predictions);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AssertEqualsTrees(GradientBoostingRegressor model, Features features, float[] flat)
    {
        double[] scores = AssertScores(model, flat);
        Assert.Equal(Array.ConvertAll(scores, score => (float)score), model.Predict(features));
    }

    /// <summary>Compares scores of rows alone, in blocks, and left over from blocks with the trees'.</summary>
    private static double[] AssertScores(GradientBoosting model, float[] flat)
    {
        EnsemblePredictor predictor = model.Predictor;
        int count = flat.Length / predictor.Columns, outputs = predictor.Outputs;
        double[] expected = new double[count * outputs], scores = new double[count * outputs];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> values = flat.AsSpan(row * predictor.Columns, predictor.Columns);
            model.Ensemble.Predict(values, expected.AsSpan(row * outputs, outputs));
            predictor.Score(values, scores.AsSpan(row * outputs, outputs));
        }
        Assert.Equal(expected, scores);
        predictor.Score(flat, scores);
        Assert.Equal(expected, scores);
        int few = Math.Min(count, 30);
        predictor.Score(flat.AsSpan(0, few * predictor.Columns), scores.AsSpan(0, few * outputs));
        Assert.Equal(expected, scores);
        return expected;
    }

    private static float[] Flat(float[,] rows) => [.. rows.Cast<float>()];
}
