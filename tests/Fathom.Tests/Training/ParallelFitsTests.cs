using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Training;
using Fathom.Validation;

namespace Fathom.Tests.Training;

public sealed class ParallelFitsTests
{
    private sealed class Listener(Action<FitProgress> heard) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => heard(value);
    }

    private static Dataset Windows(int rows)
    {
        var random = new Random(5);
        float[,] series = new float[rows, 3];
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 3; j++) series[i, j] = random.NextSingle() - 0.5f;
            targets[i] = series[i, 0] + 0.1f * random.NextSingle();
        }
        return Dataset.Windows(series, targets, sequenceLength: 6).Batch(16);
    }

    private static float[] Train(Dataset data, int[] samples, CancellationToken cancellation)
    {
        var model = new Sequential { new Input(6, 3), new LSTM(4) { Dropout = 0.2f }, new Dropout(0.1f), new Dense(1) };
        model.Compile(new Adam(0.01), Loss.MeanSquaredError);
        model.Fit(data.Select(samples).Shuffle(), epochs: 2, verbose: Verbosity.Silent, cancellation: cancellation);
        return [.. model.Weights.SelectMany(weight => weight.ToArray())];
    }

    [Fact]
    public void The45FitsOfCombinatorialPurgingAreTheSameForAnyNumberOfWorkers()
    {
        Dataset data = Windows(150);
        Split[] splits = [.. new CombinatorialPurgedKFold(10, 2).Split(LabelSpan.Horizon(data.Count, 6))];
        Assert.Equal(45, splits.Length);

        float[][] Fit(int workers)
        {
            Seeds.Set(42);
            return [.. new ParallelFits { Workers = workers }.Run(splits, (split, cancellation) => Train(data, split.Train, cancellation))];
        }

        float[][] alone = Fit(1), together = Fit(3);
        for (int i = 0; i < splits.Length; i++) Assert.Equal(alone[i], together[i]);
        // Seeds differ from fit to fit.
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Fact]
    public void AFitIsWhatItWouldBeAloneWithItsSeed()
    {
        Dataset data = Windows(60);
        int[] samples = [.. Enumerable.Range(0, data.Count)];
        Seeds.Set(7);
        IReadOnlyList<float[]> fits = new ParallelFits { Workers = 2 }.Run(3, (_, cancellation) => Train(data, samples, cancellation));
        Seeds.Set(7);
        int[] seeds = [Seeds.Next(), Seeds.Next(), Seeds.Next()];
        int threads = Devices.Threads;
        Devices.Threads = 1;
        for (int i = 0; i < seeds.Length; i++)
            using (Seeds.Use(seeds[i])) Assert.Equal(Train(data, samples, default), fits[i]);
        Devices.Threads = threads;
    }

    [Fact]
    public void EveryFitHasOneThreadAndNobodyElseLosesTheirs()
    {
        int before = Devices.Threads, fresh = 0;
        Devices.Threads = 2;
        Assert.All(new ParallelFits { Workers = 2 }.Run(4, (_, _) => Devices.Threads), threads => Assert.Equal(1, threads));
        Assert.Equal(2, Devices.Threads);
        var other = new Thread(() => fresh = Devices.Threads);
        other.Start();
        other.Join();
        Assert.Equal(2, fresh);
        Devices.Threads = before;
    }

    [Fact]
    public void TheFirstFailureInOrderIsNamedForAnyNumberOfWorkers()
    {
        for (int workers = 1; workers <= 4; workers++)
        {
            // Where there are two workers, fit 3 fails while fit 2 is in progress.
            using var third = new ManualResetEventSlim(workers == 1);
            FitException error = Assert.Throws<FitException>(() => new ParallelFits { Workers = workers }.Run(9, (index, token) =>
            {
                if (index == 3) third.Set();
                if (index == 2) third.Wait(token);
                return index is 2 or 3 ? throw new ArgumentException("no data") : index;
            }));
            Assert.Equal(2, error.Fit);
            Assert.Equal("Fit 2 (of 9, counted from 0) failed: no data", error.Message);
            Assert.IsType<ArgumentException>(error.InnerException);
        }
    }

    [Fact]
    public void ProgressComesOnceForEveryFitAndOneAtATime()
    {
        var heard = new List<FitProgress>();
        _ = new ParallelFits { Workers = 4, Progress = new Listener(heard.Add) }.Run(20, (index, _) => index);
        Assert.Equal(Enumerable.Range(0, 20), heard.Select(report => report.Fit).Order());
        Assert.Equal(Enumerable.Range(1, 20), heard.Select(report => report.Finished));
        Assert.Equal("stop", Assert.Throws<InvalidOperationException>(() =>
            new ParallelFits { Workers = 2, Progress = new Listener(_ => throw new InvalidOperationException("stop")) }.Run(20, (index, _) => index)).Message);
    }

    [Fact]
    public void CancellingEndsTheFitsInProgressAndBeginsNoMore()
    {
        Dataset data = Windows(400);
        int[] samples = [.. Enumerable.Range(0, data.Count)];
        using var cancellation = new CancellationTokenSource();
        int begun = 0;
        Assert.Throws<OperationCanceledException>(() => new ParallelFits { Workers = 2 }.Run(50, (_, token) =>
        {
            if (Interlocked.Increment(ref begun) == 3) cancellation.Cancel();
            return Train(data, samples, token);
        }, cancellation.Token));
        Assert.InRange(begun, 3, 4);
        Assert.Empty(new ParallelFits().Run(0, (index, _) => index));
    }
}
