using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class DartTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 51, count: 500, columns: 4, missing: 0.1);
    private static readonly RandomRows Held = RandomRows.Draw(seed: 52, count: 300, columns: 4, missing: 0.1);

    [Theory, InlineData(DartNormalization.Tree), InlineData(DartNormalization.Forest)]
    public void Curves_match_the_predictions_of_the_scaled_trees(DartNormalization normalization)
    {
        var model = new GradientBoostingClassifier { Trees = 25, LearningRate = 0.3, Dart = new Dart { DropRate = 0.2, Normalization = normalization } };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Classes(3), validation: (Held.Features, Held.Classes(3)));
        Assert.Equal(LogLoss(model, Rows), history.TrainingLoss[^1], 1e-6);
        Assert.Equal(LogLoss(model, Held), history.ValidationLoss[^1], 1e-6);
    }

    [Fact]
    public void Early_stopping_goes_back_to_the_best_rounds_weights()
    {
        var model = new GradientBoostingClassifier { Trees = 300, LearningRate = 0.5, Dart = new Dart { DropRate = 0.1 } };
        BoostingHistory history = model.Fit(Rows.Features, Rows.Classes(3), validation: (Held.Features, Held.Classes(3)), earlyStopping: 15);
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        Assert.Equal(history.ValidationLoss.Min(), history.ValidationLoss[history.Rounds - 1]);
        Assert.Equal(history.ValidationLoss.Min(), LogLoss(model, Held), 1e-6);
    }

    [Fact]
    public void Without_drops_the_model_is_the_plain_one()
    {
        var plain = new GradientBoostingRegressor { Trees = 15 };
        plain.Fit(Rows.Features, Rows.Targets);
        foreach (Dart dart in (Dart[])[new() { DropRate = 0 }, new() { DropRate = 1, SkipRate = 1 }])
        {
            var model = new GradientBoostingRegressor { Trees = 15, Dart = dart };
            model.Fit(Rows.Features, Rows.Targets);
            Assert.Equal(plain.Predict(Held.Features), model.Predict(Held.Features));
        }
    }

    [Fact]
    public void Draws_keep_to_the_rates_and_the_limit()
    {
        var dart = new Dart { DropRate = 0.3, SkipRate = 0.25, MaxDrop = 20 };
        var rounds = new DroppedRounds(dart, 0.1, seed: 3, firstRound: 0);
        int skipped = 0, dropped = 0, candidates = 0;
        for (int round = 1; round < 600; round++)
        {
            int[] drawn = rounds.Draw(round);
            Assert.True(drawn.Length <= 20);
            Assert.Equal(drawn.Distinct().Order(), drawn);
            Assert.All(drawn, earlier => Assert.InRange(earlier, 0, round - 1));
            Assert.Equal(drawn, rounds.Draw(round));
            // From 30 earlier rounds on, drawing none by chance has a probability of 2e-5; up to 40, drawing more than 20 one of 1e-3.
            skipped += round >= 30 && drawn.Length == 0 ? 1 : 0;
            if (round < 40 && drawn.Length > 0)
                (dropped, candidates) = (dropped + drawn.Length, candidates + round);
        }
        // Binomial(570, ¼) has mean 142 and deviation 10; the share among some 580 candidates a deviation of 0.02.
        Assert.InRange(skipped, 142 - 40, 142 + 40);
        Assert.InRange(dropped / (double)candidates, 0.3 - 0.08, 0.3 + 0.08);
    }

    [Fact]
    public void Rates_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dart { DropRate = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dart { SkipRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dart { MaxDrop = 0 });
    }

    private static double LogLoss(GradientBoostingClassifier model, RandomRows rows)
    {
        float[,] probabilities = model.PredictProbability(rows.Features);
        return rows.Classes(3).Select((label, row) => -Math.Log(probabilities[row, label])).Average();
    }
}
