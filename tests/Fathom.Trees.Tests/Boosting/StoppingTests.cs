using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class StoppingTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 61, count: 500, columns: 4, missing: 0.1);
    private static readonly RandomRows Held = RandomRows.Draw(seed: 62, count: 400, columns: 4, missing: 0.1);

    [Fact]
    public void A_metric_is_watched_in_its_own_direction()
    {
        var model = new GradientBoostingClassifier { Trees = 200, LearningRate = 0.3 };
        BoostingHistory history = model.Fit(
            Rows.Features, Rows.Classes(2), validation: (Held.Features, Held.Classes(2)), earlyStopping: new EarlyStoppingRule(10) { Metric = BoostingMetric.Auc });
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        Assert.Equal(history.ValidationLoss.Count, history.ValidationMetric.Count);
        Assert.Equal(history.ValidationMetric.Max(), history.ValidationMetric[history.Rounds - 1]);
        Assert.Equal(history.Rounds + 10, history.ValidationMetric.Count);
        float[,] probabilities = model.PredictProbability(Held.Features);
        double[] ones = [.. Enumerable.Range(0, Held.Count).Select(row => (double)probabilities[row, 1])];
        Assert.Equal(Scores.Auc(Held.Classes(2), ones), history.ValidationMetric.Max(), 1e-4);
    }

    [Fact]
    public void Small_improvements_do_not_count()
    {
        double[] losses = [.. Fit(null).ValidationLoss];
        const double Least = 0.05;
        (int best, double value) = (1, losses[0]);
        int round = 2;
        for (; round <= losses.Length && round - best <= 5; round++)
        {
            if (losses[round - 1] < value - Least)
                (best, value) = (round, losses[round - 1]);
        }
        BoostingHistory stopped = Fit(new EarlyStoppingRule(5) { MinimumDelta = Least });
        Assert.Equal((StopReason.EarlyStopping, best), (stopped.Stop, stopped.Rounds));
        Assert.True(stopped.Rounds < Fit(5).Rounds);

        BoostingHistory Fit(EarlyStoppingRule? stopping) =>
            new GradientBoostingRegressor { Trees = 120 }.Fit(Rows.Features, Rows.Targets, validation: (Held.Features, Held.Targets), earlyStopping: stopping);
    }

    [Fact]
    public void Every_validation_set_has_a_curve_and_the_first_is_watched()
    {
        var data = new BoostingData(Rows.Features, Rows.Targets);
        var held = new BoostingData(Held.Features, Held.Targets);
        var model = new GradientBoostingRegressor { Trees = 400, LearningRate = 0.3 };
        BoostingHistory history = model.Fit(data, [held, data], earlyStopping: 10);
        Assert.Equal(2, history.ValidationLosses.Count);
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        Assert.Equal(history.ValidationLosses[0].Min(), history.ValidationLosses[0][history.Rounds - 1]);
        Assert.Equal(history.TrainingLoss, history.ValidationLosses[1], (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void Validation_rows_are_weighed_by_their_weights()
    {
        float[] weights = [.. Enumerable.Range(0, Held.Count).Select(row => row % 3f)];
        var model = new GradientBoostingRegressor { Trees = 10 };
        BoostingHistory history = model.Fit(new(Rows.Features, Rows.Targets), [new(Held.Features, Held.Targets) { Weights = weights }]);
        float[] predictions = model.Predict(Held.Features);
        double expected = Enumerable.Range(0, Held.Count).Sum(row => weights[row] * Math.Pow(predictions[row] - Held.Targets[row], 2)) / weights.Sum();
        Assert.Equal(expected, history.ValidationLoss[^1], 1e-5);
    }

    [Fact]
    public void A_budget_that_is_spent_leaves_the_rounds_finished_so_far()
    {
        var model = new GradientBoostingRegressor { Trees = 1_000_000, LearningRate = 0.01 };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Targets, timeBudget: TimeSpan.FromMilliseconds(300));
        Assert.Equal(StopReason.TimeBudget, history.Stop);
        Assert.InRange(history.Rounds, 0, 999_999);
        Assert.Equal(history.Rounds, model.Ensemble.Rounds);

        BoostingHistory none = model.Fit(Rows.Features, Rows.Targets, timeBudget: TimeSpan.Zero);
        Assert.Equal((StopReason.TimeBudget, 0), (none.Stop, none.Rounds));
        Assert.All(model.Predict(Held.Features), prediction => Assert.Equal((float)Rows.Targets.Average(), prediction, 1e-6f));
        Assert.Throws<ArgumentException>(() => model.Fit(Rows.Features, Rows.Targets, timeBudget: TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Cancelled_before_the_first_tree_the_constant_is_predicted()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var model = new GradientBoostingClassifier();
        BoostingHistory history = model.Fit(
            Rows.Features, Rows.Classes(3), validation: (Held.Features, Held.Classes(3)), earlyStopping: 5, cancellation: source.Token);
        Assert.Equal((StopReason.Cancelled, 0, 0), (history.Stop, history.Rounds, history.ValidationLoss.Count));
        double share = Rows.Classes(3).Count(label => label == 1) / (double)Rows.Count;
        Assert.Equal(share, model.PredictProbability(Held.Features)[0, 1], 1e-6);
    }

    [Fact]
    public void Progress_counts_rounds_and_tells_the_metric()
    {
        var seen = new List<BoostingRound>();
        var model = new GradientBoostingRegressor { Trees = 6 };
        var data = new BoostingData(Rows.Features, Rows.Targets);
        var stopping = new EarlyStoppingRule(50) { Metric = BoostingMetric.MeanAbsoluteError };
        model.Fit(data, [new(Held.Features, Held.Targets)], stopping, progress: new Listener(seen.Add));
        BoostingHistory history = model.Continue(data, 4, [new(Held.Features, Held.Targets)], stopping, progress: new Listener(seen.Add));
        Assert.Equal(Enumerable.Range(1, 10), seen.Select(round => round.Round));
        Assert.Equal([.. Enumerable.Repeat(6, 6), .. Enumerable.Repeat(10, 4)], seen.Select(round => round.Rounds));
        Assert.Equal(history.ValidationMetric, seen.Skip(6).Select(round => round.ValidationMetric!.Value));
        Assert.Equal(history.ValidationLoss, seen.Skip(6).Select(round => round.ValidationLoss!.Value));
        Assert.True(seen[5].Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public void Bad_validation_sets_are_named()
    {
        var data = new BoostingData(Rows.Features, Rows.Targets);
        var empty = new BoostingData(Features.FromRows(new float[0, 4]), Array.Empty<double>());
        Says("validation features have no rows", () => new GradientBoostingRegressor().Fit(data, [empty]));
        Says("validation (2) features have no rows", () => new GradientBoostingRegressor().Fit(data, [data, empty]));
        Says("All weights of the validation rows are 0", () => new GradientBoostingRegressor().Fit(data, [new(Rows.Features, Rows.Targets) { Weights = new float[Rows.Count] }]));
        Says("fitted on 4", () => new GradientBoostingRegressor().Fit(data, [new(Features.FromRows(new float[2, 3]), new double[2])]));
        Says("Label 0 is -1", () => new GradientBoostingClassifier().Fit(new(Rows.Features, Rows.Classes(2)), [new(Rows.Features.Take([0]), new[] { -1 })]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStoppingRule(5) { MinimumDelta = -1 });

        static void Says(string words, Func<object> action) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>Tells at once, where <see cref="Progress{T}"/> posts.</summary>
    private sealed class Listener(Action<BoostingRound> heard) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value) => heard(value);
    }
}
