namespace Fathom.Trees;

/// <summary>The labels of a whole set of rows, for objectives in which a row's loss depends on others.</summary>
/// <param name="labels">One per row.</param>
/// <param name="weights">One per row, or null for equal weights.</param>
/// <param name="groups">The sizes of consecutive groups of rows, or null for one group.</param>
internal sealed class TargetSet(double[] labels, float[]? weights, int[]? groups)
{
    private int[]? _byAbsoluteLabel;

    internal double[] Labels => labels;

    internal float[]? Weights => weights;

    internal int Rows => labels.Length;

    /// <summary>The first row and the number of rows of each group.</summary>
    internal (int Start, int Count)[] Groups { get; } = Bounds(groups ?? [labels.Length]);

    /// <summary>The rows by rising absolute label, sorted once.</summary>
    internal int[] ByAbsoluteLabel
    {
        get
        {
            if (_byAbsoluteLabel is null)
            {
                double[] keys = Array.ConvertAll(labels, Math.Abs);
                int[] order = [.. Enumerable.Range(0, keys.Length)];
                Array.Sort(keys, order);
                _byAbsoluteLabel = order;
            }
            return _byAbsoluteLabel;
        }
    }

    internal float WeightOf(int row) => weights is null ? 1 : weights[row];

    private static (int Start, int Count)[] Bounds(int[] sizes)
    {
        var bounds = new (int, int)[sizes.Length];
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            bounds[i] = (start, sizes[i]);
            start += sizes[i];
        }
        return bounds;
    }
}
