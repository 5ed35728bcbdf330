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

    // Against the definition, row by row: any length, sampling, delay and slice; and the first sample that reads a broken row.
    [Fact]
    public void Windows_hold_the_rows_of_the_definition()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 300; trial++)
        {
            int rows = random.Next(1, 60), features = random.Next(1, 4), length = random.Next(1, 8), sampling = random.Next(1, 9), delay = random.Next(0, 20);
            int start = random.Next(rows), end = random.Next(start + 1, rows + 1);
            float[,] series = new float[rows, features];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < features; j++)
                    series[i, j] = random.Next(60) == 0 ? float.NaN : i * 10 + j;
            int[] windows = [.. Enumerable.Range(start, end - start).Where(row => row + (length - 1) * sampling < Math.Min(end, rows - delay))];
            if ((length - 1) * sampling + delay >= rows)
            {
                Assert.Throws<ShapeException>(() => Dataset.Windows(series, new float[rows], length, sampling, delay));
                continue;
            }
            Fathom.Data.ISampleSource source = Dataset.Windows(series, new float[rows], length, sampling, delay).Slice(start, end).Source;
            float[][] expected = [.. windows.Select(row => (float[])[.. Enumerable.Range(0, length * features).Select(i => series[row + i / features * sampling, i % features])])];
            Assert.Equal(expected.Length, source.Count);
            float[] gathered = new float[source.Count * length * features];
            source.GatherInput(0, [.. Enumerable.Range(0, source.Count)], gathered);
            Assert.Equal(expected.SelectMany(window => window), gathered);
            Assert.Equal(Array.FindIndex(expected, window => window.Contains(float.NaN)), source.FirstBroken(0));
        }
    }

    // Batches large enough that threads share the gathering.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Batches_do_not_depend_on_the_number_of_threads(int threads)
    {
        var random = new Random(2);
        float[,] x = new float[700, 900];
        float[,] y = new float[700, 300];
        float[] weights = [.. Enumerable.Range(0, 700).Select(_ => random.NextSingle())];
        foreach (float[,] values in new[] { x, y })
            for (int i = 0; i < values.GetLength(0); i++)
                for (int j = 0; j < values.GetLength(1); j++) values[i, j] = random.NextSingle();
        Dataset data = Dataset.From(x, y, weights).Select([.. Enumerable.Range(0, 650)]).Shuffle(seed: 1).Batch(129);
        Assert.Equal(Gathered(1), Gathered(threads));

        float[] Gathered(int count)
        {
            int before = Devices.Threads;
            Devices.Threads = count;
            try
            {
                using var feed = new Fathom.Data.BatchFeed(data, TorchSharp.torch.CPU);
                return [.. feed.Epoch().SelectMany(batch => batch.Inputs.Concat(batch.Targets).Concat(batch.SampleWeights).SelectMany(part => part.contiguous().data<float>().ToArray()))];
            }
            finally
            {
                Devices.Threads = before;
            }
        }
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
