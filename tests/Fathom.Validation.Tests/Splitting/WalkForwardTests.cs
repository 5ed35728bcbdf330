namespace Fathom.Validation.Tests;

public class WalkForwardTests
{
    [Fact]
    public void Rolling_keeps_its_length_and_expanding_its_start()
    {
        LabelSpans spans = LabelSpan.Horizon(1000, 0);
        Split[] rolling = [.. new WalkForward(500, 50).Split(spans)];
        Split[] expanding = [.. new WalkForward(500, 50) { Window = Window.Expanding }.Split(spans)];
        Assert.Equal(10, rolling.Length);
        Assert.All(rolling, s => Assert.Equal(500, s.Train.Length));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Enumerable.Range(50 * i, 500), rolling[i].Train);
            Assert.Equal(Enumerable.Range(0, 500 + 50 * i), expanding[i].Train);
            Assert.Equal(Enumerable.Range(500 + 50 * i, 50), expanding[i].Test);
        }
    }

    [Fact]
    public void Training_labels_that_reach_into_the_test_block_are_purged()
    {
        Split split = new WalkForward(500, 50).Split(LabelSpan.Horizon(1000, 10)).First();
        Assert.Equal(Enumerable.Range(490, 10), split.Purged);
        Assert.Equal(Enumerable.Range(0, 490), split.Train);
    }

    [Fact]
    public void The_embargo_widens_the_gap()
    {
        Split split = new WalkForward(500, 50) { Embargo = Embargo.Observations(5) }.Split(LabelSpan.Horizon(1000, 10)).First();
        Assert.Equal(Enumerable.Range(0, 485), split.Train);
        Assert.Equal(Enumerable.Range(485, 5), split.Embargoed);
    }

    [Fact]
    public void Never_leaks_nor_looks_ahead()
    {
        var random = new Random(3);
        for (int round = 0; round < 10_000; round++)
        {
            LabelSpans spans = RandomSpans.Draw(random, random.Next(50, 70));
            var walk = new WalkForward(40, random.Next(3, 12)) { Window = (Window)random.Next(2), Embargo = Embargo.Observations(random.Next(0, 3)) };
            Split[] splits = [.. walk.Split(spans)];
            Assert.Equal(walk.Count(spans), splits.Length);
            foreach (Split s in splits)
            {
                if (!LeakDetector.Inspect(spans, s).IsClean || spans[s.Train[^1]].Start > spans[s.Test[0]].Start)
                    Assert.Fail($"{walk} in round {round}: {s}");
            }

            Assert.True(spans.TimeOrder[40..].SequenceEqual([.. splits.SelectMany(s => s.Test)]));
        }
    }

    [Fact]
    public void The_last_part_in_blocks()
    {
        var walk = WalkForward.Blocks(observations: 1003, blocks: 5, testSize: 100);
        LabelSpans spans = LabelSpan.Horizon(1003, 5);
        Assert.Equal(5, walk.Count(spans));
        Assert.All(walk.Split(spans), s => Assert.Equal(100, s.Test.Length));
        Assert.Equal(1002, walk.Split(spans).Last().Test[^1]);
        Assert.Contains("fewer or shorter", Assert.Throws<ArgumentException>(() => WalkForward.Blocks(100, 5, 20)).Message);
    }

    [Fact]
    public void The_stride_sets_how_often_to_refit_and_the_anchor_where_windows_begin()
    {
        LabelSpans spans = LabelSpan.Horizon(100, 0);
        var walk = new WalkForward(30, 20) { Stride = 5, Anchor = 10, Window = Window.Expanding };
        Split[] splits = [.. walk.Split(spans)];
        Assert.Equal(walk.Count(spans), splits.Length);
        Assert.Equal(12, splits.Length);
        for (int k = 0; k < 12; k++)
        {
            Assert.Equal(Enumerable.Range(10, 30 + 5 * k), splits[k].Train);
            Assert.Equal(Enumerable.Range(40 + 5 * k, Math.Min(20, 60 - 5 * k)), splits[k].Test);
        }

        Assert.Equal([70, 95], new WalkForward(30, 5) { Stride = 25, Anchor = 40 }.Split(spans).Select(s => s.Test[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WalkForward(30, 5) { Stride = 0 });
    }

    [Fact]
    public void Nothing_to_test_is_refused() =>
        Assert.Contains("below 50", Assert.Throws<ArgumentException>(() => new WalkForward(50, 5).Split(LabelSpan.Horizon(50, 0))).Message);
}
