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
        using PythonPeer? peer = PythonPeer.Start(python, "forests.py", file, $"{rows}", $"{columns}", $"{threads}");
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
        File.Delete(file);
    }

    private static (double, double, double) Ask(PythonPeer? peer, string name) =>
        peer?.Ask(name) is [double cpu, double clock, double score] ? (cpu, clock, score) : (double.NaN, double.NaN, double.NaN);
}
