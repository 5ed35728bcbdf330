using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class SurvivalTests
{
    [Fact]
    public void Relative_hazards_are_found_despite_censoring()
    {
        (Features Features, SurvivalTimes Times) train = Draw(1, 3000), test = Draw(2, 2000);
        var model = new GradientBoostingSurvival { Trees = 100, MaxDepth = 2, MinLeafRows = 40 };
        var held = new BoostingData(test.Features, test.Times);
        BoostingHistory history = model.Fit(new BoostingData(train.Features, train.Times), [held], new EarlyStoppingRule(50) { Metric = BoostingMetric.Concordance });
        float[] risks = model.Predict(Features.FromColumns(new[] { 0.1f, 0.9f }));
        // The hazard is e^{2x}: 0.8 apart is a ratio of e^1.6.
        Assert.InRange(Math.Log(risks[1] / risks[0]), 1.3, 1.9);
        double[] truth = Array.ConvertAll(test.Features.Columns[0].Values, value => (double)value);
        Assert.Equal(BoostingMetric.Concordance.Measure(held, truth), history.ValidationMetric.Max(), 0.01);
    }

    [Fact]
    public void The_partial_likelihood_of_a_hand_worked_set()
    {
        // Times 1, 2, 2 (a tie), 3 censored: risk sets of 4, 3 and 3 rows.
        double[] scores = [0.5, -0.2, 0.1, 0.7];
        var targets = new TargetSet([1, 2, 2, -3], null, null);
        double[] risks = Array.ConvertAll(scores, Math.Exp);
        double expected = Math.Log(risks.Sum()) - 0.5 + 2 * Math.Log(risks[1..].Sum()) + 0.2 - 0.1;
        Assert.Equal(expected / 3, new CoxObjective().MeanLoss(targets, scores, new Workers(1)), 1e-12);
    }

    [Fact]
    public void A_whole_weight_counts_as_repeated_rows()
    {
        double[] labels = [1, 2, 2, -3, 4], scores = [0.5, -0.2, 0.1, 0.7, 0];
        float[] weights = [1, 2, 1, 3, 1];
        int[] repeated = [0, 1, 1, 2, 3, 3, 3, 4];
        var objective = new CoxObjective();
        (float[] gradients, float[] hessians) = Derivatives(new(labels, weights, null), scores);
        (float[] single, float[] curvatures) = Derivatives(
            new(Array.ConvertAll(repeated, row => labels[row]), null, null), Array.ConvertAll(repeated, row => scores[row]));
        for (int row = 0; row < labels.Length; row++)
        {
            Assert.Equal(repeated.Select((other, i) => other == row ? single[i] : 0).Sum(), gradients[row], 1e-6f);
            // A weighted row's curvature counts the repeats' common move: the off-diagonal terms are in it.
            Assert.True(hessians[row] <= repeated.Select((other, i) => other == row ? curvatures[i] : 0).Sum() + 1e-6f);
        }
        Assert.Equal(
            objective.MeanLoss(new(Array.ConvertAll(repeated, row => labels[row]), null, null), Array.ConvertAll(repeated, row => scores[row]), new Workers(1)),
            objective.MeanLoss(new(labels, weights, null), scores, new Workers(1)), 1e-12);

        (float[] Gradients, float[] Hessians) Derivatives(TargetSet targets, double[] at)
        {
            (float[] first, float[] second) = (new float[at.Length], new float[at.Length]);
            objective.Derivatives(targets, at, first, second, new Workers(1));
            return (first, second);
        }
    }

    [Fact]
    public void Great_scores_do_not_overflow()
    {
        var objective = new CoxObjective();
        (float[] gradients, float[] hessians) = (new float[3], new float[3]);
        objective.Derivatives([1, 2, -3], [900.0, 950, 800], gradients, hessians);
        // Row 1 holds all of both risk sets: it ought to have failed instead of row 0.
        Assert.Equal([-1, 1, 0], gradients, (expected, actual) => Math.Abs(expected - actual) < 1e-6);
        Assert.True(double.IsFinite(objective.TotalLoss([1, 2, -3], default, [900.0, 950, 800])));
    }

    [Fact]
    public void Times_are_checked()
    {
        Assert.Contains("Time 1 is 0", Assert.Throws<ArgumentException>(() => new SurvivalTimes([1, 0], [true, true])).Message, StringComparison.Ordinal);
        Assert.Contains("2 times but 1", Assert.Throws<ArgumentException>(() => new SurvivalTimes([1, 2], [true])).Message, StringComparison.Ordinal);
        Features three = Features.FromRows(new float[3, 1]);
        Says("Every row is censored", new(three, new SurvivalTimes([1, 2, 3], [false, false, false])));
        Says("Time 0 is 0", new(three, new double[] { 0, 1, 2 }));
        Says("weights of all rows that fail are 0", new(three, new SurvivalTimes([1, 2, 3], [true, false, false])) { Weights = [0, 1, 1] });
        Assert.Contains("survival times", Assert.Throws<InvalidOperationException>(() => new GradientBoostingSurvival { Categories = CategoryHandling.OrderedStatistics }
            .Fit(three, new SurvivalTimes([1, 2, 3], [true, true, true]))).Message, StringComparison.Ordinal);

        static void Says(string words, BoostingData data) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new GradientBoostingSurvival().Fit(data)).Message, StringComparison.Ordinal);
    }

    /// <summary>Exponential times of hazard e^{2x}, censored at a uniform time.</summary>
    private static (Features Features, SurvivalTimes Times) Draw(int seed, int count)
    {
        var random = new Random(seed);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        double[] times = new double[count];
        var failed = new bool[count];
        for (int row = 0; row < count; row++)
        {
            double time = -Math.Log(1 - random.NextDouble()) / Math.Exp(2 * x[row]) + 1e-9, lost = random.NextDouble() + 0.01;
            (times[row], failed[row]) = (Math.Min(time, lost), time <= lost);
        }
        return (Features.FromColumns(x), new(times, failed));
    }
}
