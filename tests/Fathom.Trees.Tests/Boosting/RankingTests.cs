using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class RankingTests
{
    [Fact]
    public void Rows_come_out_in_the_order_of_their_relevance()
    {
        (BoostingData train, double[] _) = Draw(1, queries: 150);
        (BoostingData test, double[] signal) = Draw(2, queries: 100);
        var model = new GradientBoostingRanker { Trees = 60, Places = 5, MinChildWeight = 0.1, MinLeafRows = 10 };
        BoostingHistory history = model.Fit(train, [test], new EarlyStoppingRule(20) { Metric = BoostingMetric.Ndcg(5) });
        // The curve shows 1 − NDCG of the same places.
        Assert.Equal(history.ValidationLoss, history.ValidationMetric, (loss, metric) => Math.Abs(loss + metric - 1) < 1e-12);
        double untrained = BoostingMetric.Ndcg(5).Measure(test, new double[test.Labels.Count]), best = BoostingMetric.Ndcg(5).Measure(test, signal);
        double reached = BoostingMetric.Ndcg(5).Measure(test, Array.ConvertAll(model.Predict(test.Features), score => (double)score));
        Assert.True(reached - untrained > 0.75 * (best - untrained), $"{reached} of {best}, from {untrained}");
    }

    [Fact]
    public void A_shift_that_differs_between_queries_does_not_matter_to_the_gradient()
    {
        (BoostingData data, double[] signal) = Draw(3, queries: 20);
        var objective = new LambdaRankObjective(5);
        var targets = new TargetSet(data.Labels.Values.ToArray(), null, data.Groups);
        double[] shifted = [.. signal];
        for (int query = 0, row = 0; query < data.Groups!.Length; query++)
        {
            for (int i = 0; i < data.Groups[query]; i++, row++)
                shifted[row] += query;
        }
        (float[] one, float[] other, float[] unused) = (new float[signal.Length], new float[signal.Length], new float[signal.Length]);
        objective.Derivatives(targets, signal, one, unused, new Workers(1));
        objective.Derivatives(targets, shifted, other, unused, new Workers(2));
        Assert.Equal(one, other, (first, second) => Math.Abs(first - second) < 1e-5);
        // Pairs pull with equal force: a query's gradients sum to 0.
        Assert.Equal(0, one.Take(data.Groups[0]).Sum(value => (double)value), 1e-6);
    }

    [Fact]
    public void Ndcg_of_a_hand_worked_query()
    {
        // Gains 7, 3, 0, 1 by relevance 3, 2, 0, 1; ranked 0, 1, 3, 2 by these scores.
        var data = new BoostingData(Features.FromRows(new float[4, 1]), new double[] { 3, 2, 0, 1 });
        double[] scores = [4, 3, 1, 2];
        Assert.Equal(1, BoostingMetric.Ndcg(4).Measure(data, scores), 1e-12);
        double reversed = (1 / Math.Log2(3) + 3 / Math.Log2(4) + 7 / Math.Log2(5)) / (7 + 3 / Math.Log2(3) + 1 / Math.Log2(4));
        Assert.Equal(reversed, BoostingMetric.Ndcg(4).Measure(data, [1, 2, 4, 3]), 1e-12);
        Assert.Equal(0, BoostingMetric.Ndcg(1).Measure(data, [1, 2, 4, 3]), 1e-12);
    }

    [Fact]
    public void Groups_and_relevances_are_checked()
    {
        Features four = Features.FromRows(new float[4, 1]);
        Says("have 3 rows in all, but there are 4", new(four, new double[4]) { Groups = [2, 1] });
        Says("Group 1 of the training rows has -1 rows", new(four, new double[4]) { Groups = [5, -1] });
        Says("Label 2 is 31", new(four, new double[] { 0, 1, 31, 0 }));
        Says("Label 0 is -1", new(four, new double[] { -1, 1, 3, 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingRanker { Places = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => BoostingMetric.Ndcg(0));
        // Nothing to order: no label differs within its query.
        BoostingHistory history = new GradientBoostingRanker().Fit(new BoostingData(four, new double[] { 1, 1, 2, 2 }) { Groups = [2, 0, 2] });
        Assert.Equal(StopReason.NothingToLearn, history.Stop);

        static void Says(string words, BoostingData data) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new GradientBoostingRanker().Fit(data)).Message, StringComparison.Ordinal);
    }

    /// <summary>Queries of 12 rows whose relevance is a noisy signal's rank class within the query, shifted by query so that only the order within one can be learnt.</summary>
    private static (BoostingData Data, double[] Signal) Draw(int seed, int queries)
    {
        RandomRows rows = RandomRows.Draw(seed, 12 * queries, columns: 4);
        double[] signal = [.. Enumerable.Range(0, rows.Count).Select(row => rows.Values[row, 0] + 0.5 * rows.Values[row, 1])];
        var random = new Random(seed);
        double[] relevances = [.. signal.Select(value => (double)Math.Clamp((int)Math.Floor(value + 0.3 * RandomRows.Normal(random) + 1), 0, 3))];
        return (new(rows.Features, relevances) { Groups = Enumerable.Repeat(12, queries).ToArray() }, signal);
    }
}
