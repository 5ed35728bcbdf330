namespace Fathom.Trees;

/// <summary>
/// Spreads work over threads in pieces whose bounds depend on the data alone, never on the number of threads:
/// floating-point sums taken piece by piece come out the same on any machine.
/// </summary>
internal sealed class Workers(int threads)
{
    /// <summary>Rows per piece: a few dozen KB of scores and gradients, so that a piece stays in the second-level cache.</summary>
    internal const int RowsPerChunk = 4096;

    /// <summary>Below this many elementary steps (about 100 µs) waking a second thread costs more than it saves.</summary>
    internal const long SmallestParallelCost = 200_000;

    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads };

    internal int Threads => threads;

    /// <summary>Runs <paramref name="body"/> for 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="cost">The elementary steps of all pieces together.</param>
    /// <param name="body">One piece; pieces must not depend on each other.</param>
    internal void For(int count, long cost, Action<int> body)
    {
        if (threads > 1 && count > 1 && cost >= SmallestParallelCost)
        {
            Parallel.For(0, count, _options, body);
            return;
        }
        for (int i = 0; i < count; i++)
            body(i);
    }

    /// <summary>Runs <paramref name="body"/> over chunks of rows.</summary>
    internal void ForRows(int rows, int costPerRow, Action<int, int> body) =>
        For(ChunkCount(rows), (long)rows * costPerRow, chunk =>
            body(chunk * RowsPerChunk, Math.Min(rows, (chunk + 1) * RowsPerChunk)));

    /// <summary>Adds up what <paramref name="body"/> returns for chunks of rows, in their order.</summary>
    internal double SumRows(int rows, int costPerRow, Func<int, int, double> body)
    {
        var sums = new double[ChunkCount(rows)];
        ForRows(rows, costPerRow, (start, end) => sums[start / RowsPerChunk] = body(start, end));
        double total = 0;
        foreach (double sum in sums)
            total += sum;
        return total;
    }

    private static int ChunkCount(int rows) => (rows + RowsPerChunk - 1) / RowsPerChunk;
}
