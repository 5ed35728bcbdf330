using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class EdgeCaseTests
{
    public static TheoryData<TreeGrowth, SplitMethod, RowSampling> Ways
    {
        get
        {
            var ways = new TheoryData<TreeGrowth, SplitMethod, RowSampling>();
            foreach (RowSampling sampling in (RowSampling[])[RowSampling.All, RowSampling.Bernoulli(0.5), RowSampling.Goss, RowSampling.Mvs, RowSampling.BayesianBootstrap()])
            {
                foreach (TreeGrowth growth in Enum.GetValues<TreeGrowth>())
                    ways.Add(growth, SplitMethod.Histogram, sampling);
                ways.Add(TreeGrowth.DepthWise, SplitMethod.Exact, sampling);
            }
            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void One_row_a_constant_target_and_columns_without_values_give_the_mean(TreeGrowth growth, SplitMethod split, RowSampling sampling)
    {
        var options = new BoostingOptions { Trees = 12, LearningRate = 0.3, Growth = growth, Split = split, Sampling = sampling, MinChildWeight = 0, L2 = 0 };
        Assert.Equal([3], Predict(new float[,] { { 1, float.NaN } }, [3]));
        Assert.All(Predict(new float[,] { { 1, 2 }, { 2, 1 }, { 3, 7 }, { 4, 0 } }, [0.1, 0.1, 0.1, 0.1]), prediction => Assert.Equal(0.1f, prediction));
        float[] blind = Predict(new float[,] { { float.NaN, float.NaN }, { float.NaN, float.NaN }, { float.NaN, float.NaN } }, [1, 2, 6]);
        Assert.All(blind, prediction => Assert.Equal(blind[0], prediction));
        if (sampling == RowSampling.All)
            Assert.Equal(3, blind[0], 1e-5);

        float[] Predict(float[,] rows, double[] targets)
        {
            var model = new GradientBoostingRegressor(options);
            model.Fit(Features.FromRows(rows), targets);
            float[] predictions = model.Predict(Features.FromRows(rows));
            Assert.All(predictions, prediction => Assert.True(float.IsFinite(prediction)));
            return predictions;
        }
    }

    [Theory, InlineData(CategoryHandling.Hybrid), InlineData(CategoryHandling.Splits), InlineData(CategoryHandling.OrderedStatistics)]
    public void An_identifier_in_every_row_does_no_harm_that_held_out_rows_would_see(CategoryHandling handling)
    {
        RandomRows rows = RandomRows.Draw(seed: 1, count: 3000, columns: 3), held = RandomRows.Draw(seed: 2, count: 1000, columns: 3);
        double without = Loss(false), with = Loss(true);
        Assert.True(with < 1.1 * without, $"{with} with the identifier, {without} without.");

        double Loss(bool identified)
        {
            var model = new GradientBoostingRegressor { Trees = 40, Categories = handling };
            model.Fit(With(rows, "train", identified), rows.Targets);
            return model.Predict(With(held, "held", identified)).Zip(held.Targets, (prediction, target) => Math.Pow(prediction - target, 2)).Average();
        }
    }

    [Fact]
    public void Values_that_single_precision_cannot_hold_are_refused_by_row_and_column()
    {
        Assert.Contains("Row 1 of feature 'price' is Infinity", Message(() => FeatureColumn.Numbers([1f, float.PositiveInfinity], "price")), StringComparison.Ordinal);
        Assert.Contains("Row 0", Message(() => Features.FromRows(new double[,] { { -1e39 } })), StringComparison.Ordinal);

        static string Message(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void Rows_without_weight_are_not_learnt_from()
    {
        RandomRows rows = RandomRows.Draw(seed: 3, count: 400, columns: 4);
        float[] weights = [.. Enumerable.Range(0, 400).Select(row => row % 2)];
        double[] spoilt = [.. rows.Targets.Select((target, row) => row % 2 == 0 ? 1e6 : target)];
        foreach (SplitMethod split in Enum.GetValues<SplitMethod>())
        {
            var model = new GradientBoostingRegressor { Trees = 10, Split = split };
            model.Fit(rows.Features, rows.Targets, weights);
            var other = new GradientBoostingRegressor { Trees = 10, Split = split };
            other.Fit(rows.Features, spoilt, weights);
            Assert.Equal(model.Predict(rows.Features), other.Predict(rows.Features), (one, another) => Math.Abs(one - another) < 1e-5);
        }
    }

    [Fact]
    public void Cancelled_before_it_begins_a_fit_predicts_the_mean()
    {
        var model = new GradientBoostingRegressor();
        BoostingHistory history = model.Fit(Features.FromRows(new float[,] { { 1 }, { 2 } }), new double[] { 1, 5 }, cancellation: new CancellationToken(canceled: true));
        Assert.Equal((StopReason.Cancelled, 0), (history.Stop, history.Rounds));
        Assert.Equal([3], model.Predict(Features.FromRows(new float[,] { { 9 } })));
    }

    private static Features With(RandomRows rows, string set, bool identified) => identified
        ? Features.FromColumns([.. rows.Features.Columns, FeatureColumn.Categories([.. Enumerable.Range(0, rows.Count).Select(row => $"{set} {row}")])])
        : rows.Features;
}
