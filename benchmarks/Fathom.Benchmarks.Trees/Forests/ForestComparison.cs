using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks.Trees.Forests;

/// <summary>Decision trees and forests beside scikit-learn, which runs in a process of its own, in turn with ours.</summary>
internal static class ForestComparison
{
    internal static void Run(string python, int rows, int columns, int threads, int rounds)
    {
        var data = new ForestRows(rows, columns);
        var ours = new ForestWorkloads(data, threads);
        string file = Path.GetTempFileName();
        data.Write(file);
        using Process? peer = Start(python, file, rows, columns, threads);
        Console.WriteLine($"{rows:N0} rows × {columns} columns; one uncounted round, then medians of {rounds}");
        Console.WriteLine($"{"",-24}{"cpu s",10}{"sklearn",10}{"ratio",8}{"wall s",10}{"sklearn",10}{"ratio",8}{"score",10}{"sklearn",10}");
        foreach (string name in ForestWorkloads.Names)
        {
            var pairs = new List<((double Cpu, double Clock, double Score) Own, (double Cpu, double Clock, double Score) Peer)>();
            for (int round = 0; round <= rounds; round++)
                pairs.Add((ours.Run(name), Ask(peer, name)));
            pairs.RemoveAt(0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24}{Median(pair => pair.Own.Cpu),10:F3}{Median(pair => pair.Peer.Cpu),10:F3}{Median(pair => pair.Own.Cpu / pair.Peer.Cpu),8:F2}{Median(pair => pair.Own.Clock),10:F3}{Median(pair => pair.Peer.Clock),10:F3}{Median(pair => pair.Own.Clock / pair.Peer.Clock),8:F2}{pairs[^1].Own.Score,10:F4}{pairs[^1].Peer.Score,10:F4}"));

            double Median(Func<((double Cpu, double Clock, double Score) Own, (double Cpu, double Clock, double Score) Peer), double> of) => pairs.Select(of).Order().ElementAt(pairs.Count / 2);
        }
        peer?.StandardInput.Close();
        File.Delete(file);
    }

    /// <summary>Null where there is no such Python; our times then stand alone.</summary>
    private static Process? Start(string python, string file, int rows, int columns, int threads)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "forests.py"), file, $"{rows}", $"{columns}", $"{threads}"];
        try
        {
            return Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static (double, double, double) Ask(Process? peer, string name)
    {
        if (peer is null || peer.HasExited)
            return (double.NaN, double.NaN, double.NaN);
        peer.StandardInput.WriteLine(name);
        peer.StandardInput.Flush();
        double[] answer = [.. (peer.StandardOutput.ReadLine() ?? "NaN NaN NaN").Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return (answer[0], answer[1], answer[2]);
    }
}
