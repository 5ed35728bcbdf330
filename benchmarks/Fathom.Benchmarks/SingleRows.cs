using System.Diagnostics;
using System.Globalization;
using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Benchmarks;

/// <summary>How long one row takes through a net, and what it allocates: <see cref="RowPredictor"/> beside <c>Predict</c>.</summary>
internal static class SingleRows
{
    public static void Run(int rounds)
    {
        Devices.Threads = 1;
        Console.WriteLine("One row, median of all calls (first and ninth tenth), and bytes allocated per call");
        Measure("LSTM(32) on (120, 14), Dense(1)", new Sequential { new Input(120, 14), new LSTM(32), new Dense(1) }, rounds);
        Measure("LSTM(32) on (20, 14), Dense(1)", new Sequential { new Input(20, 14), new LSTM(32), new Dense(1) }, rounds);
        Measure("GRU(32) on (120, 14), Dense(1)", new Sequential { new Input(120, 14), new GRU(32), new Dense(1) }, rounds);
        Measure("MLP 50-256-256-1", new Sequential { new Input(50), new Dense(256, Activation.Relu), new Dense(256, Activation.Relu), new Dense(1) }, rounds);
    }

    private static void Measure(string what, Model model, int rounds)
    {
        using RowPredictor predictor = model.RowPredictor();
        float[] row = new float[predictor.Input.Size], answer = new float[1];
        for (int i = 0; i < row.Length; i++) row[i] = MathF.Sin(i);
        Samples sample = Samples.From(row, predictor.Input);
        double[] alone = Times(() => predictor.Predict(row, answer), 1000 * rounds, out double bytes), whole = Times(() => model.Predict(sample), 20 * rounds, out double others);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-34} {alone[alone.Length / 2]:0.00} µs ({alone[alone.Length / 10]:0.00}-{alone[alone.Length * 9 / 10]:0.00}), {bytes:0} bytes   Predict {whole[whole.Length / 2]:0} µs, {others:0} bytes"));
    }

    private static double[] Times(Action call, int calls, out double bytes)
    {
        for (int i = 0; i < calls / 10 + 30; i++) call();
        double[] times = new double[calls];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            call();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }
        bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / calls;
        Array.Sort(times);
        return times;
    }
}
