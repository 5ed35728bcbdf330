using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks;

/// <summary>Times two ways of doing one thing in turn, A B A B …, so that a machine whose speed drifts treats both alike.</summary>
internal static class SideBySide
{
    /// <summary>Whether to count the time processors worked rather than that which passed: with one thread it tells the same on a machine busy with other things.</summary>
    public static bool ProcessorTime { get; set; }

    /// <summary>Milliseconds per step of both, and the median of the pairwise ratios A / B.</summary>
    internal sealed record Result(double A, double LeastA, double MostA, double B, double LeastB, double MostB, double Ratio);

    /// <summary>Prints the median of both, their spread and the median of the pairwise ratios A / B.</summary>
    public static void Compare(string what, (string Name, Action Run) a, (string Name, Action Run) b, int steps, int rounds)
    {
        Result result = Measure(a.Run, b.Run, steps, rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-30} {a.Name} {result.A:0.000} ms/step ({result.LeastA:0.000}-{result.MostA:0.000})   {b.Name} {result.B:0.000} ms/step ({result.LeastB:0.000}-{result.MostB:0.000})   ratio {result.Ratio:0.00}"));
    }

    /// <summary>Times both.</summary>
    public static Result Measure(Action a, Action b, int steps, int rounds)
    {
        a();
        b();
        double[] timesA = new double[rounds], timesB = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            timesA[i] = Time(a) / steps;
            timesB[i] = Time(b) / steps;
        }
        return new Result(Median(timesA), timesA.Min(), timesA.Max(), Median(timesB), timesB.Min(), timesB.Max(), Median([.. timesA.Zip(timesB, (x, y) => x / y)]));
    }

    private static double Time(Action run)
    {
        if (ProcessorTime)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            run();
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        }
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
