using System.Globalization;
using Fathom.Callbacks;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Benchmarks.Labs;

/// <summary>
/// The labs' nets, trained: <c>Fit</c> beside a loop written by hand with TorchSharp in the same process and one in Python with PyTorch, in turn. <c>step</c> is a pass over samples
/// in their order, <c>Fit</c> with its feed; <c>epoch</c> is a pass in a new order with a metric, two callbacks and the progress display, and in the loops with
/// the gathering of rows and the adding up of loss and metric.
/// </summary>
internal static class LabSuite
{
    public static void Run(string only, string python, int threads, int rounds)
    {
        Devices.Threads = threads;
        // Processor time is that of all threads together.
        double peak = Peak.Measure(SideBySide.ProcessorTime ? 1 : threads);
        using PythonPeer? peer = PythonPeer.Start(python, "labs.py", $"{threads}", SideBySide.ProcessorTime ? "processor" : "clock");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{threads} thread(s), {(SideBySide.ProcessorTime ? "processor time" : "time")}, median (range) of {rounds} rounds in ms per step; fused multiply-adds at most {peak:0} GFLOPS; ratio: how many steps of Fit in one of the other"));
        if (peer is null) Console.WriteLine("No python3 on PATH has torch, or the one of --python has not: its columns stay empty.");
        Console.WriteLine($"{"",-31} {"",-5} {"Fit",-24} {"loop",-24} {"ratio",6}  {"PyTorch",-24} {"ratio",6} {"GFLOPS",7} {"peak",5}");
        foreach (Lab lab in LabCatalogue.All.Where(lab => lab.Name.Contains(only, StringComparison.OrdinalIgnoreCase))) Measure(lab, peak, peer, rounds);
    }

    private static void Measure(Lab lab, double peak, PythonPeer? peer, int rounds)
    {
        (Samples x, Samples y) = lab.Draw();
        Model model = lab.Model();
        model.Compile(new Adam(0.001), lab.Task.Loss);
        Dataset ordered = Dataset.From(x, y).Batch(lab.Batch);
        using var loop = new TorchLoop(lab, x, y);
        void Step() => model.Fit(ordered, verbose: Verbosity.Silent);
        // Until the runtime has compiled everything at its best.
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < 2000;) Step();
        Report("step", Step, loop.Step);

        model.Compile(new Adam(0.001), lab.Task.Loss, [lab.Task.Metric]);
        Dataset shuffled = ordered.Shuffle(seed: 1);
        TextWriter terminal = Console.Error;
        Console.SetError(TextWriter.Null);
        Report(
            "epoch",
            () => model.Fit(shuffled, callbacks: [new EarlyStopping { Monitor = "loss" }, new ReduceLROnPlateau { Monitor = "loss" }], verbose: Verbosity.Bar),
            loop.Epoch);
        Console.SetError(terminal);

        void Report(string mode, Action fit, Action byHand)
        {
            List<Func<double>> sides = [() => SideBySide.Time(fit) / lab.Steps, () => SideBySide.Time(byHand) / lab.Steps];
            if (peer is not null) sides.Add(() => 1000 * (peer.Seconds($"{lab.Key} {mode} {lab.Steps}") ?? double.NaN) / lab.Steps);
            double[][] times = SideBySide.Rounds(rounds, sides);
            double speed = lab.Work / SideBySide.Median(times[0]) / 1e6;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{lab.Name,-31} {mode,-5} {Spread(times[0]),-24} {Spread(times[1]),-24} {SideBySide.Ratio(times[1], times[0]),6:0.00}  {(peer is null ? "" : Spread(times[2])),-24} {(peer is null ? "" : Invariant(SideBySide.Ratio(times[2], times[0]), "0.00")),6} {speed,7:0} {speed / peak,5:P0}"));
        }
    }

    private static string Spread(double[] times)
    {
        string format = SideBySide.Median(times) switch { < 0.1 => "0.0000", < 10 => "0.000", _ => "0.0" };
        return $"{Invariant(SideBySide.Median(times), format)} ({Invariant(times.Min(), format)}-{Invariant(times.Max(), format)})";
    }

    private static string Invariant(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
