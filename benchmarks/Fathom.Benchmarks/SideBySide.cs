using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks;

/// <summary>Times two ways of doing one thing in turn, A B A B …, so that a machine whose speed drifts treats both alike.</summary>
internal static class SideBySide
{
    /// <summary>Prints the median of both, their spread and the median of the pairwise ratios A / B.</summary>
    public static void Compare(string what, (string Name, Action Run) a, (string Name, Action Run) b, int steps, int rounds)
    {
        a.Run();
        b.Run();
        double[] timesA = new double[rounds], timesB = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            timesA[i] = Time(a.Run) / steps;
            timesB[i] = Time(b.Run) / steps;
        }
        double[] ratios = [.. timesA.Zip(timesB, (x, y) => x / y)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-30} {a.Name} {Median(timesA):0.000} ms/step ({timesA.Min():0.000}-{timesA.Max():0.000})   {b.Name} {Median(timesB):0.000} ms/step ({timesB.Min():0.000}-{timesB.Max():0.000})   ratio {Median(ratios):0.00}"));
    }

    private static double Time(Action run)
    {
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
