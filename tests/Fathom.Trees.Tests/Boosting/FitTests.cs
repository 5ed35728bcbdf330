using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class FitTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 1, count: 600, columns: 5, missing: 0.1);
    private static readonly RandomRows Held = RandomRows.Draw(seed: 2, count: 400, columns: 5, missing: 0.1);

    [Theory, InlineData(4.25), InlineData(0.1), InlineData(1e-12), InlineData(-1e12)]
    public void A_constant_target_is_predicted_exactly_and_nothing_is_learnt(double target)
    {
        var model = new GradientBoostingRegressor();
        BoostingHistory history = model.Fit(Rows.Features, Enumerable.Repeat(target, Rows.Count).ToArray());
        Assert.Equal(StopReason.NothingToLearn, history.Stop);
        Assert.Equal(0, history.Rounds);
        Assert.All(model.Predict(Held.Features), prediction => Assert.Equal((float)target, prediction));
    }

    [Fact]
    public void A_single_class_is_near_certain()
    {
        var model = new GradientBoostingClassifier();
        model.Fit(Rows.Features, new int[Rows.Count]);
        float[,] probabilities = model.PredictProbability(Held.Features);
        Assert.Equal((Held.Count, 2), (probabilities.GetLength(0), probabilities.GetLength(1)));
        Assert.True(probabilities[0, 0] > 0.999999f);
    }

    [Fact]
    public void One_row_is_predicted_as_it_is()
    {
        var model = new GradientBoostingRegressor();
        model.Fit(Features.FromRows(new float[,] { { 1, float.NaN } }), new double[] { 3 });
        Assert.Equal([3], model.Predict(Features.FromRows(new float[,] { { 7, 7 } })));
    }

    [Fact]
    public void Training_loss_falls_round_by_round_and_the_curves_match_the_predictions()
    {
        var model = new GradientBoostingRegressor { Trees = 30 };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Targets, validation: (Held.Features, Held.Targets));
        Assert.Equal((30, 30, 30), (history.Rounds, history.TrainingLoss.Count, history.ValidationLoss.Count));
        Assert.All(history.TrainingLoss.Zip(history.TrainingLoss.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        Assert.Equal(Mse(model.Predict(Rows.Features), Rows.Targets), history.TrainingLoss[^1], 1e-5);
        Assert.Equal(Mse(model.Predict(Held.Features), Held.Targets), history.ValidationLoss[^1], 1e-5);
    }

    [Fact]
    public void Early_stopping_waits_its_patience_and_keeps_the_best_round()
    {
        var options = new { Trees = 400, Rate = 0.5 };
        var whole = new GradientBoostingClassifier { Trees = options.Trees, LearningRate = options.Rate };
        double[] losses = [.. whole.Fit(Rows.Features, Rows.Classes(3), validation: (Held.Features, Held.Classes(3))).ValidationLoss];
        int best = Enumerable.Range(0, losses.Length - 10).First(round => Enumerable.Range(round + 1, 10).All(later => losses[later] >= losses[round])) + 1;

        var stopped = new GradientBoostingClassifier { Trees = options.Trees, LearningRate = options.Rate };
        BoostingHistory history = stopped.Fit(Rows.Features, Rows.Classes(3), validation: (Held.Features, Held.Classes(3)), earlyStopping: 10);
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        Assert.Equal(best, history.Rounds);
        Assert.Equal(best * 3, stopped.Ensemble.Trees.Count);
        Assert.Equal(losses[..(best + 10)], history.ValidationLoss);
    }

    [Fact]
    public void A_whole_weight_counts_as_repeated_rows()
    {
        // Few enough rows for a bin per value: the rows left out may add cuts, but none that divides the others differently.
        int[] rows = [.. Enumerable.Range(0, 250)], repeats = Array.ConvertAll(rows, row => row % 4);
        int[] repeated = [.. rows.SelectMany(row => Enumerable.Repeat(row, repeats[row]))];
        var weighted = new GradientBoostingRegressor { Trees = 5 };
        weighted.Fit(Rows.Features.Take(rows), Rows.Targets[..250], Array.ConvertAll(repeats, repeat => (float)repeat));
        var unweighted = new GradientBoostingRegressor { Trees = 5 };
        unweighted.Fit(Rows.Features.Take(repeated), Array.ConvertAll(repeated, row => Rows.Targets[row]));
        float[] one = weighted.Predict(Rows.Features.Take(repeated)), other = unweighted.Predict(Rows.Features.Take(repeated));
        for (int row = 0; row < one.Length; row++)
            Assert.Equal(other[row], one[row], 1e-4);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_the_class_is_the_most_probable()
    {
        var model = new GradientBoostingClassifier { Trees = 10, Classes = 5 };
        model.Fit(Rows.Features, Rows.Classes(4));
        float[,] probabilities = model.PredictProbability(Held.Features);
        int[] classes = model.Predict(Held.Features);
        Assert.Equal(5, probabilities.GetLength(1));
        for (int row = 0; row < Held.Count; row++)
        {
            float[] own = [.. Enumerable.Range(0, 5).Select(output => probabilities[row, output])];
            Assert.Equal(1, own.Sum(), 1e-6);
            Assert.Equal(own.Max(), own[classes[row]]);
            Assert.True(own[4] < 1e-6, "Class 4 has no rows.");
        }
    }

    [Fact]
    public void Cancelling_keeps_the_rounds_finished()
    {
        using var cancellation = new CancellationTokenSource();
        var model = new GradientBoostingRegressor { Trees = 50 };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Targets, progress: new CancelAt(7, cancellation), cancellation: cancellation.Token);
        Assert.Equal((StopReason.Cancelled, 7), (history.Stop, history.Rounds));

        var seven = new GradientBoostingRegressor { Trees = 7 };
        seven.Fit(Rows.Features, Rows.Targets);
        Assert.Equal(seven.Predict(Held.Features), model.Predict(Held.Features));
    }

    [Fact]
    public void Importance_finds_the_columns_that_matter()
    {
        var model = new GradientBoostingRegressor { Trees = 50 };
        model.Fit(Rows.Features, Rows.Targets);
        Assert.Equal([0, 1, 2], model.Importance.Take(3).Select(importance => importance.Feature).Order());
        Assert.Equal(model.Ensemble.Trees.Sum(tree => tree.LeafCount - 1), model.Importance.Sum(importance => importance.Splits));
        Assert.Equal("f3", model.Importance.Single(importance => importance.Feature == 3).Name);
    }

    [Fact]
    public void Sampled_columns_leave_the_others_out()
    {
        var model = new GradientBoostingRegressor { Trees = 40, ColumnFraction = 0.4 };
        model.Fit(Rows.Features, Rows.Targets);
        Assert.All(model.Ensemble.Trees, tree =>
            Assert.True(tree.Nodes.Where(node => !node.IsLeaf).Select(node => node.Feature).Distinct().Count() <= 2));
        Assert.Equal(5, model.Ensemble.Trees.SelectMany(tree => tree.Nodes).Where(node => !node.IsLeaf).Select(node => node.Feature).Distinct().Count());
    }

    [Fact]
    public void More_bins_than_distinct_values_change_nothing_and_two_bins_halve()
    {
        var model = new GradientBoostingRegressor { Trees = 20, Bins = 2 };
        model.Fit(Rows.Features, Rows.Targets);
        Assert.All(
            model.Ensemble.Trees.SelectMany(tree => tree.Nodes).Where(node => !node.IsLeaf && float.IsFinite(node.Threshold)).GroupBy(node => node.Feature),
            feature => Assert.Single(feature.Select(node => node.Threshold).Distinct()));
    }

    private static double Mse(float[] predictions, double[] targets) => targets.Zip(predictions, (target, prediction) => Math.Pow(target - prediction, 2)).Average();

    private sealed class CancelAt(int round, CancellationTokenSource source) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value)
        {
            if (value.Round == round)
                source.Cancel();
        }
    }
}
