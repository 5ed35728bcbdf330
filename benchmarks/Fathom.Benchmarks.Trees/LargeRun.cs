using System.Diagnostics;
using System.Globalization;
using Fathom.Trees;

namespace Fathom.Benchmarks.Trees;

/// <summary>20 million rows of 20 numbers: time, and the most memory the process held, beside what the documentation states.</summary>
internal static class LargeRun
{
    private const int Columns = 20;

    /// <summary>As stated for <see cref="Features"/>: 20 cells by columns, 24 by rows, and about 48 bytes besides.</summary>
    private const int BytesPerRow = 20 + 24 + 48;

    internal static void Run(int rows, int trees, int threads)
    {
        var labels = new float[rows];
        var columns = new FeatureColumn[Columns];
        for (int column = 0; column < Columns; column++)
        {
            var values = new float[rows];
            var random = new Random(column);
            for (int row = 0; row < rows; row++)
            {
                values[row] = random.NextSingle();
                labels[row] += column < 10 ? values[row] : 0;
            }
            columns[column] = values;
        }
        int[] classes = Array.ConvertAll(labels, sum => sum > 5 ? 1 : 0);
        Features features = Features.FromColumns(columns);
        GC.Collect();
        double before = Process.GetCurrentProcess().WorkingSet64 / 1e9;
        var clock = CpuClock.Start();
        var model = new GradientBoostingClassifier { Trees = trees, Growth = TreeGrowth.LeafWise, MaxLeaves = 63, Threads = threads };
        model.Fit(features, classes);
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows:N0} x {Columns}, {trees} trees of 63 leaves: {clock.Wall:0.0} s, {clock.Cpu:0.0} s CPU; {before:0.00} GB before the fit, {process.PeakWorkingSet64 / 1e9:0.00} GB at most; the fit took {process.PeakWorkingSet64 / 1e9 - before:0.00} GB, {BytesPerRow * (double)rows / 1e9:0.00} GB stated"));
    }
}
