using System.Diagnostics;
using System.Globalization;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Training;
using Fathom.Validation;

namespace Fathom.Benchmarks;

/// <summary>
/// The 45 fits of combinatorial purged cross-validation, ten groups of which two are tested: how much of the processors <see cref="ParallelFits"/> keeps busy, and how much
/// faster it is than one fit after another.
/// </summary>
internal static class ManyFits
{
    public static void Run(int workers, int rounds)
    {
        const int Rows = 3000, Features = 14;
        var random = new Random(1);
        float[,] series = new float[Rows, Features];
        float[] targets = new float[Rows];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Features; j++) series[i, j] = random.NextSingle() - 0.5f;
            targets[i] = series[i, 0];
        }
        Dataset data = Dataset.Windows(series, targets, sequenceLength: 60, delay: 60).Batch(256);
        Split[] splits = [.. new CombinatorialPurgedKFold(10, 2).Split(LabelSpan.Horizon(data.Count, 60))];
        Console.WriteLine($"{splits.Length} fits of LSTM(16) on (…, 60, {Features}), two epochs each, {workers} worker(s), {rounds} rounds");
        _ = Fit(workers, splits[..workers], data);
        for (int round = 0; round < rounds; round++)
        {
            Usage together = Fit(workers, splits, data), alone = Fit(1, splits, data);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {together.Seconds:0.00} s, {together.Busy / together.Seconds / workers:P0} of {workers} processors busy, workers within fits {together.Within / together.Seconds / workers:P0} of the time; " +
                $"one after another {alone.Seconds:0.00} s, {alone.Seconds / together.Seconds:0.00} times as long, processor time {together.Busy / alone.Busy:0.00} times that of one after another"));
        }
    }

    private static Usage Fit(int workers, Split[] splits, Dataset data)
    {
        Seeds.Set(1);
        double within = 0;
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        _ = new ParallelFits { Workers = workers, Progress = new Listener(report => within += report.Duration.TotalSeconds) }.Run(splits, (split, cancellation) =>
        {
            var model = new Sequential { new Input(60, 14), new LSTM(16), new Dense(1) };
            model.Compile(new Adam(0.001), Loss.MeanSquaredError);
            return model.Fit(data.Select(split.Train).Shuffle(), epochs: 2, verbose: Verbosity.Silent, cancellation: cancellation);
        });
        return new Usage(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - busy).TotalSeconds, within);
    }

    /// <summary>Seconds: those that passed, those that processors worked (which other programs on the machine lower), those that workers spent within fits.</summary>
    private sealed record Usage(double Seconds, double Busy, double Within);

    private sealed class Listener(Action<FitProgress> heard) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => heard(value);
    }
}
