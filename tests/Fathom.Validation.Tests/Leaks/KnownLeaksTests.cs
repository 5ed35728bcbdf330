namespace Fathom.Validation.Tests;

/// <summary>Three mistakes of widely copied ports of combinatorial purged cross-validation, written out, and what this library makes of them.</summary>
public class KnownLeaksTests
{
    private static readonly LabelSpans Spans = LabelSpan.FromIndexes([.. Enumerable.Range(0, 100)], [.. Enumerable.Range(10, 100)]);

    /// <summary>The test window begins at the first test label's end instead of its start: n = 100, 5 folds, spans [i, i + 10) keep 11–19, 31–39, 51–59, 71–79.</summary>
    [Fact]
    public void A_test_window_that_begins_at_an_end()
    {
        List<int> kept = [];
        for (int from = 20; from < 100; from += 20)
        {
            int[] copied = [.. Enumerable.Range(0, from).Where(i => Spans[i].End <= Spans[from].End), .. Enumerable.Range(0, 100).Where(i => i >= Spans[Math.Min(99, from + 19)].End)];
            LeakReport report = LeakDetector.Inspect(Spans, copied, [.. Enumerable.Range(from, 20)]);
            Assert.Equal(9, report.Overlapping);
            kept.AddRange(copied.Where(i => i < from && Spans[i].Overlaps(Spans[from])));
        }

        Assert.Equal([.. Enumerable.Range(11, 9), .. Enumerable.Range(31, 9), .. Enumerable.Range(51, 9), .. Enumerable.Range(71, 9)], kept);
        Assert.All(LeakDetector.Inspect(Spans, new PurgedKFold(5)), report => Assert.True(report.IsClean));
    }

    /// <summary>The user's embargo is set to 0 inside the combinatorial splitter: every split with training labels after a test block breaches it.</summary>
    [Fact]
    public void An_embargo_that_is_forgotten()
    {
        Embargo wanted = Embargo.Observations(5);
        LeakReport[] forgotten = LeakDetector.Inspect(Spans, new CombinatorialPurgedKFold(5, 2), wanted), kept = LeakDetector.Inspect(Spans, new CombinatorialPurgedKFold(5, 2) { Embargo = wanted }, wanted);
        int[][] tested = new CombinatorialPurgedKFold(5, 2).TestedGroups();
        for (int split = 0; split < 10; split++)
        {
            Assert.True(kept[split].IsClean);
            // Every test group whose successor is a training group leaves that group's labels 10 … 14 under the embargo; of a later test group they may be purged.
            int blocks = tested[split].Count(g => g < 4 && !tested[split].Contains(g + 1));
            Assert.Equal(0, forgotten[split].Overlapping);
            Assert.Equal(blocks > 0, forgotten[split].EmbargoBreaches > 0);
        }
    }

    /// <summary>Everything between two test groups that are not neighbours is purged: no leak, but with the first and the last group tested the port has nothing left to train on.</summary>
    [Fact]
    public void Labels_between_distant_test_groups_are_not_thrown_away()
    {
        Split split = new CombinatorialPurgedKFold(5, 2).Split(Spans).ElementAt(3);
        Assert.Equal([.. Enumerable.Range(0, 20), .. Enumerable.Range(80, 20)], split.Test);
        Assert.Equal(Enumerable.Range(29, 42), split.Train);
        Assert.True(LeakDetector.Inspect(Spans, split).IsClean);
        int first = split.Test.Min(), last = split.Test.Max();
        Assert.DoesNotContain(Enumerable.Range(0, 100), i => i < first || i > last);
    }
}
