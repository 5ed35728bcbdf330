namespace Fathom.Validation.Tests;

public class PurgedKFoldTests
{
    [Fact]
    public void Without_horizon_and_embargo_it_is_plain_K_fold()
    {
        LabelSpans spans = LabelSpan.Horizon(103, 0);
        foreach ((Split purged, Split plain) in new PurgedKFold(5).Split(spans).Zip(new KFold(5).Split(spans)))
        {
            Assert.Equal(plain.Train, purged.Train);
            Assert.Equal(plain.Test, purged.Test);
        }

        Assert.Equal([21, 21, 21, 20, 20], new KFold(5).Split(spans).Select(s => s.Test.Length));
    }

    [Fact]
    public void A_longer_horizon_or_embargo_never_enlarges_the_training_set()
    {
        int[]? before = null;
        for (int step = 0; step < 12; step++)
        {
            int[] sizes = [.. new PurgedKFold(5).Split(LabelSpan.Horizon(200, step)).Select(s => s.Train.Length)];
            int[] sizesWithEmbargo = [.. new PurgedKFold(5) { Embargo = Embargo.Observations(step) }.Split(LabelSpan.Horizon(200, step)).Select(s => s.Train.Length)];
            if (before is not null)
                Assert.All(sizes.Zip(before), pair => Assert.True(pair.First <= pair.Second));
            Assert.All(sizesWithEmbargo.Zip(sizes), pair => Assert.True(pair.First <= pair.Second));
            before = sizes;
        }
    }

    /// <summary>
    /// The widely copied PurgedKFold takes the test window from the first test label's end: with n = 100, 5 folds and spans [i, i + 10) it
    /// keeps 11–19, 31–39, 51–59 and 71–79. Ours drops them, and the detector catches the copy.
    /// </summary>
    [Fact]
    public void The_known_leak_is_absent_here_and_caught_there()
    {
        int[] start = [.. Enumerable.Range(0, 100)], end = [.. start.Select(i => i + 10)];
        LabelSpans spans = LabelSpan.FromIndexes(start, end);
        Split[] splits = [.. new PurgedKFold(5).Split(spans)];
        for (int fold = 1; fold < 5; fold++)
        {
            int from = fold * 20;
            int[] leaking = [.. Enumerable.Range(from - 9, 9)];
            Assert.Equal(leaking, splits[fold].Purged.Where(i => i < from));

            int window = end[from];
            int[] copied = [.. start.Where(i => end[i] <= window && (i < from)), .. start.Where(i => i >= end[from + 19])];
            LeakReport report = LeakDetector.Inspect(spans, copied, splits[fold].Test);
            Assert.Equal(9, report.Overlapping);
            Assert.Equal(leaking[..5], report.Examples.Select(leak => leak.TrainLabel));
        }
    }

    [Fact]
    public void Impossible_set_ups_say_what_to_change()
    {
        Assert.Contains("at most 3 groups", Assert.Throws<ArgumentException>(() => new PurgedKFold(4).Split(LabelSpan.Horizon(3, 0))).Message);
        Assert.Contains("shorter horizon", Assert.Throws<ArgumentException>(() => new PurgedKFold(2).Split(LabelSpan.Horizon(20, 30)).ToList()).Message);
        Assert.Contains("as long as the series", Assert.Throws<ArgumentException>(() => new PurgedKFold(2) { Embargo = Embargo.Observations(20) }.Split(LabelSpan.Horizon(20, 0))).Message);
        Assert.Contains("FromTimes", Assert.Throws<ArgumentException>(() => new PurgedKFold(2) { Embargo = Embargo.Duration(TimeSpan.FromDays(1)) }.Split(LabelSpan.Horizon(20, 0))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PurgedKFold(1));
    }

    [Fact]
    public void Times_and_indexes_split_alike()
    {
        var random = new Random(5);
        var day = new DateTime(2020, 1, 1);
        for (int round = 0; round < 200; round++)
        {
            int[] start = [.. Enumerable.Range(0, 50)];
            int[] end = [.. start.Select(i => i + random.Next(1, 8))];
            LabelSpans byIndex = LabelSpan.FromIndexes(start, end);
            LabelSpans byTime = LabelSpan.FromTimes([.. start.Select(i => day.AddDays(i))], [.. end.Select(i => day.AddDays(i))]);
            foreach ((Embargo embargo, Embargo timed) in new[] { (Embargo.Observations(3), Embargo.Observations(3)), (Embargo.Observations(3), Embargo.Duration(TimeSpan.FromDays(3))), (Embargo.Fraction(.06), Embargo.Fraction(.06)) })
            {
                Assert.Equal(new PurgedKFold(4) { Embargo = embargo }.Split(byIndex).Select(s => string.Join(' ', s.Train)),
                    new PurgedKFold(4) { Embargo = timed }.Split(byTime).Select(s => string.Join(' ', s.Train)));
            }
        }
    }

    internal static void AssertClean(LabelSpans spans, Split split, int embargo)
    {
        foreach (int train in split.Train)
        {
            foreach (int test in split.Test)
            {
                Assert.False(spans[train].Overlaps(spans[test]));
                Assert.False(spans[train].Start >= spans[test].End && spans[train].Start < spans[test].End + embargo);
            }
        }
    }
}
