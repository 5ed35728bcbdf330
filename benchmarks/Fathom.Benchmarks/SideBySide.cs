using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks;

/// <summary>Times ways of doing one thing in turn, A B A B …, so that a machine whose speed drifts treats them alike.</summary>
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
        double[][] times = Rounds(rounds, [() => Time(a) / steps, () => Time(b) / steps]);
        return new Result(Median(times[0]), times[0].Min(), times[0].Max(), Median(times[1]), times[1].Min(), times[1].Max(), Ratio(times[0], times[1]));
    }

    /// <summary>What each side measures of itself in each round, the sides in turn, after one uncounted round.</summary>
    /// <returns>(sides, rounds).</returns>
    public static double[][] Rounds(int rounds, IReadOnlyList<Func<double>> sides)
    {
        foreach (Func<double> side in sides) side();
        double[][] times = [.. sides.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
            for (int side = 0; side < sides.Count; side++)
                times[side][round] = sides[side]();
        return times;
    }

    /// <summary>Milliseconds that something takes.</summary>
    public static double Time(Action run)
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

    /// <summary>The median of the pairwise ratios A / B.</summary>
    public static double Ratio(double[] a, double[] b) => Median([.. a.Zip(b, (x, y) => x / y)]);

    /// <summary>The value in the middle, or the mean of the two there.</summary>
    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
