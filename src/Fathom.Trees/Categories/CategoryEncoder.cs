namespace Fathom.Trees;

/// <summary>Decides per column between splits and ordered statistics, and computes the latter.</summary>
internal static class CategoryEncoder
{
    /// <summary>Above this many levels, sorted splits overfit and ordered statistics win.</summary>
    private const int MostSplitLevels = 50;

    /// <summary>Orders that take turns from round to round.</summary>
    private const int Orders = 4;

    /// <summary>The training columns, once for each order; columns without statistics are shared. One copy where there are no statistics.</summary>
    internal static (FeatureSchema Schema, float[][][] Columns) Encode(
        FeatureSchema schema, float[][] columns, double[] labels, float[]? weights, CategoryHandling handling, int outputs, int seed)
    {
        bool[] encoded = [.. schema.Levels.Select(levels => levels is not null && IsEncoded(levels.Length, handling, outputs))];
        if (!encoded.Contains(true))
            return (schema, [columns]);
        if (outputs > 1)
            throw new InvalidOperationException($"Ordered statistics take regression or two classes, not {outputs}: set Categories to {nameof(CategoryHandling.Splits)} or {nameof(CategoryHandling.Hybrid)}.");

        var statistics = new LevelStatistics?[columns.Length];
        float[][][] copies = [.. Enumerable.Range(0, Orders).Select(_ => (float[][])columns.Clone())];
        int[][] orders = [.. Enumerable.Range(0, Orders).Select(order => Shuffled(labels.Length, seed, order))];
        for (int column = 0; column < columns.Length; column++)
        {
            if (!encoded[column])
                continue;
            var ordered = new OrderedStatistics(columns[column], schema.Levels[column]!.Length, labels, weights);
            statistics[column] = new(ordered.PerLevel(), ordered.Unknown);
            for (int order = 0; order < Orders; order++)
                copies[order][column] = ordered.Before(orders[order]);
        }
        return (schema.With(statistics), copies);
    }

    private static bool IsEncoded(int levels, CategoryHandling handling, int outputs) => handling switch
    {
        CategoryHandling.OrderedStatistics => true,
        CategoryHandling.Hybrid => levels > MostSplitLevels && outputs == 1,
        _ => false,
    };

    private static int[] Shuffled(int rows, int seed, int order)
    {
        var random = new CounterHash(seed, order, RandomPurpose.StatisticsOrder);
        int[] shuffled = [.. Enumerable.Range(0, rows)];
        uint[] keys = Array.ConvertAll(shuffled, random.At);
        Array.Sort(keys, shuffled);
        return shuffled;
    }
}
