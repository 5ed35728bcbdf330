using System.Diagnostics;
using System.Globalization;
using Fathom.Callbacks;
using Fathom.Data;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks;

/// <summary>
/// What a whole epoch costs over its bare training steps: LSTM(16) on ten-minute weather, windows of 120 hours, with shuffling, the gathering of windows, a metric, callbacks
/// and the progress display, beside as many steps on one batch that stays in memory. Needs the data folder that FATHOM_DATA names.
/// </summary>
internal static class JenaEpoch
{
    private const int BatchSize = 256, Length = 120, Features = 14;

    public static void Run(int threads, int rounds)
    {
        Devices.Threads = threads;
        Table table = Datasets.Read("jena_mpi_weather_2020.parquet");
        string[] names = [.. table.Columns.OfType<NumberColumn>().Take(Features).Select(column => column.Name)];
        float[,] series = Standardised(table.ToMatrix(names));
        float[] temperatures = [.. Enumerable.Range(0, table.RowCount).Select(row => series[row, Array.IndexOf(names, "T (degC)")])];
        Dataset data = Dataset.Windows(series, temperatures, Length, samplingRate: 6, delay: 6 * (Length + 24 - 1)).Shuffle(seed: 1).Batch(BatchSize);

        var model = new Sequential { new Input(Length, Features), new LSTM(16), new Dense(1) };
        model.Compile(new Adam(0.001), Loss.MeanSquaredError, [Metric.MeanAbsoluteError]);
        var bare = new Bare();
        bare.Compile(new Adam(0.001), Loss.MeanSquaredError);
        _ = bare.Fit(data, stepsPerEpoch: 1, verbose: Verbosity.Silent);
        using Tensor x = randn(BatchSize, Length, Features), y = randn(BatchSize);
        var batch = new Batch([x], [y]);

        Console.WriteLine($"An epoch of LSTM(16) on {data.Count} windows of ({Length}, {Features}), {threads} thread(s), median of {rounds} rounds; 1.00 is what the steps alone cost");
        SideBySide.Compare("Jena LSTM(16)",
            ("epoch", () => model.Fit(data, callbacks: [new EarlyStopping { Monitor = "loss" }, new ReduceLROnPlateau { Monitor = "loss" }], verbose: Verbosity.Bar)),
            ("steps", () =>
            {
                for (int i = 0; i < data.BatchCount; i++) bare.Step(batch);
            }), data.BatchCount, rounds);
        Shuffle();
    }

    // The order of the samples that the feed draws before each epoch.
    private static void Shuffle()
    {
        int[] order = [.. Enumerable.Range(0, 420_000)];
        var random = new Random(1);
        random.Shuffle(order);
        double[] times = [.. Enumerable.Range(0, 9).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            random.Shuffle(order);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shuffling 420,000 windows      {times[4]:0.0} ms ({times[0]:0.0}-{times[^1]:0.0})"));
    }

    private static float[,] Standardised(float[,] values)
    {
        int rows = values.GetLength(0);
        float[,] result = new float[rows, Features];
        for (int j = 0; j < Features; j++)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(i => values[i, j])];
            double mean = column.Average(), deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            for (int i = 0; i < rows; i++) result[i, j] = (float)((column[i] - mean) / deviation);
        }
        return result;
    }

    /// <summary>The same net, whose training step can be called by itself.</summary>
    private sealed class Bare : Model
    {
        private readonly LSTM _lstm = new(16);
        private readonly Dense _dense = new(1);

        public void Step(Batch batch)
        {
            using DisposeScope scope = NewDisposeScope();
            TrainStep(batch);
        }

        protected override Tensor Call(Tensor input, CallContext context) => _dense.Forward(_lstm.Forward(input, context), context);
    }
}
