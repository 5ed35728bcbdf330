namespace Fathom.Trees;

internal static class WeightedQuantile
{
    /// <summary>
    /// A minimiser of Σ w·(level·max(r, 0) + (1 − level)·max(−r, 0)) over shifts of the values: the least value with at least the level's share of weight
    /// at or below it, or halfway to the next where the share is met exactly. Sorts both spans.
    /// </summary>
    internal static double Of(Span<double> values, Span<float> weights, double level)
    {
        if (weights.IsEmpty)
            values.Sort();
        else
            values.Sort(weights);
        double total = 0;
        for (int i = 0; i < values.Length; i++)
            total += weights.IsEmpty ? 1 : weights[i];
        double wanted = level * total, reached = 0;
        for (int i = 0; i < values.Length; i++)
        {
            reached += weights.IsEmpty ? 1 : weights[i];
            if (reached > wanted)
                return values[i];
            if (reached == wanted && reached > 0)
                return NextWeighted(values, weights, i) is { } next ? (values[i] + next) / 2 : values[i];
        }
        return values[^1];
    }

    private static double? NextWeighted(Span<double> values, Span<float> weights, int after)
    {
        for (int i = after + 1; i < values.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
                return values[i];
        }
        return null;
    }
}
