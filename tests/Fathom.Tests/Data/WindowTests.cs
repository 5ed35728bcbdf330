namespace Fathom.Tests.Data;

public class WindowTests
{
    // The Jena lab of Chollet's Deep Learning with Python, chapter 10: 420,451 rows give 819, 408 and 405 batches.
    [Fact]
    public void Jena_lab_has_the_published_batches()
    {
        const int Rows = 420_451;
        Dataset all = Dataset.Windows(new float[Rows, 1], new float[Rows], sequenceLength: 120, samplingRate: 6, delay: 858).Batch(256);
        Assert.Equal(819, all.Slice(0, 210_225).BatchCount);
        Assert.Equal(408, all.Slice(210_225, 315_337).BatchCount);
        Assert.Equal(405, all.Slice(315_337, Rows).BatchCount);
    }

    [Fact]
    public void A_window_holds_the_rows_it_names()
    {
        float[,] series = new float[40, 2];
        float[] targets = new float[40];
        for (int i = 0; i < 40; i++) (series[i, 0], series[i, 1], targets[i]) = (i, -i, 100 + i);
        Fathom.Data.ISampleSource source = Dataset.Windows(series, targets, sequenceLength: 4, samplingRate: 3, delay: 12).Slice(5, 30).Source;
        float[] window = new float[8], target = new float[1];
        source.GatherInput(0, [2], window);
        source.GatherTarget(0, [2], target);
        Assert.Equal([7, -7, 10, -10, 13, -13, 16, -16], window);
        Assert.Equal(119, target[0]);
        // Rows 5 to 29 hold windows of 10 rows; targets stop at row 39, 12 after a window's start at row 27.
        Assert.Equal(Math.Min(30, 40 - 12) - 5 - 9, source.Count);
    }

    [Fact]
    public void Shuffling_visits_every_sample_once()
    {
        float[] x = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        using var feed = new Fathom.Data.BatchFeed(Dataset.From(x, x).Shuffle(seed: 3).Batch(16), TorchSharp.torch.CPU);
        float[] Epoch() => [.. feed.Epoch().SelectMany(batch => batch.Inputs[0].data<float>().ToArray())];
        float[] first = Epoch(), second = Epoch();
        Assert.Equal(x, first.Order());
        Assert.Equal(x, second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_selection_holds_the_samples_it_names()
    {
        float[] x = [.. Enumerable.Range(0, 10).Select(i => (float)i)];
        Dataset part = Dataset.From(x, x).Slice(2, 10).Select([5, 0, 7]);
        using var feed = new Fathom.Data.BatchFeed(part, TorchSharp.torch.CPU);
        Assert.Equal([7, 2, 9], feed.Epoch().Single().Inputs[0].data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Select([3]));
    }
}
