namespace Fathom.Trees;

/// <summary>Decides per column between splits and ordered statistics, computes the latter, and adds those of combinations.</summary>
internal static class CategoryEncoder
{
    /// <summary>Above this many levels, sorted splits overfit and ordered statistics win.</summary>
    private const int MostSplitLevels = 50;

    /// <summary>Orders that take turns from round to round.</summary>
    private const int Orders = 4;

    /// <summary>The training columns and after them the combinations', once for each order; columns without statistics are shared. One copy where there are no statistics.</summary>
    internal static (FeatureSchema Schema, float[][][] Columns) Encode(
        FeatureSchema schema, float[][] columns, double[] labels, float[]? weights, CategoryHandling handling, int maxCombination, int outputs, int seed)
    {
        bool[] encoded = [.. schema.Levels.Select(levels => levels is not null && IsEncoded(levels.Length, handling, outputs))];
        List<(CategoryCombination Combination, float[] Codes)> combinations = maxCombination > 1
            ? CombinationChoice.Choose([.. schema.Levels.Select(levels => levels?.Length ?? 0)], columns, maxCombination)
            : [];
        if (!encoded.Contains(true) && combinations.Count == 0)
            return (schema, [columns]);
        if (outputs > 1)
            throw new InvalidOperationException($"Ordered statistics take regression or two classes, not {outputs}: set Categories to {nameof(CategoryHandling.Splits)} or {nameof(CategoryHandling.Hybrid)}.");

        var statistics = new LevelStatistics?[columns.Length];
        float[][][] copies = [.. Enumerable.Range(0, Orders).Select(_ => (float[][])[.. columns, .. new float[combinations.Count][]])];
        int[][] orders = [.. Enumerable.Range(0, Orders).Select(order => Shuffled(labels.Length, seed, order))];
        for (int column = 0; column < columns.Length; column++)
        {
            if (!encoded[column])
                continue;
            statistics[column] = Fill(column, columns[column], schema.Levels[column]!.Length);
        }
        var combined = new (CategoryCombination, LevelStatistics)[combinations.Count];
        for (int i = 0; i < combined.Length; i++)
            combined[i] = (combinations[i].Combination, Fill(columns.Length + i, combinations[i].Codes, combinations[i].Combination.Keys.Count));
        return (schema.With(statistics, combined), copies);

        LevelStatistics Fill(int column, float[] codes, int levels)
        {
            var ordered = new OrderedStatistics(codes, levels, labels, weights);
            for (int order = 0; order < Orders; order++)
                copies[order][column] = ordered.Before(orders[order]);
            return new(ordered.PerLevel(), ordered.Unknown);
        }
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
