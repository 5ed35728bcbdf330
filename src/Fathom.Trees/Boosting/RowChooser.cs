namespace Fathom.Trees;

/// <summary>Goes through all rows in chunks and collects those that are chosen, ascending.</summary>
internal sealed class RowChooser(int rows, Workers workers)
{
    private readonly int[] _chosen = new int[rows];

    /// <param name="choose">Told a row; says whether it takes part. Rows are asked once each, by several threads.</param>
    internal int[] Choose(Func<int, bool> choose)
    {
        int chunks = (rows + Workers.RowsPerChunk - 1) / Workers.RowsPerChunk;
        var counts = new int[chunks];
        workers.ForRows(rows, 6, (start, end) =>
        {
            int next = start;
            for (int row = start; row < end; row++)
            {
                // No branch to mispredict.
                _chosen[next] = row;
                next += choose(row) ? 1 : 0;
            }
            counts[start / Workers.RowsPerChunk] = next - start;
        });
        var result = new int[counts.Sum()];
        int at = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            _chosen.AsSpan(chunk * Workers.RowsPerChunk, counts[chunk]).CopyTo(result.AsSpan(at));
            at += counts[chunk];
        }
        return result;
    }
}
