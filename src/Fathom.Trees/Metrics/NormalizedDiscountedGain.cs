namespace Fathom.Trees;

/// <summary>NDCG at a number of places; queries have equal weight, or the mean weight of their rows.</summary>
internal sealed class NormalizedDiscountedGain(int places) : IBoostingMetric
{
    public string Name => $"NDCG@{places}";

    public bool HigherIsBetter => true;

    public double Measure(BoostingData data, ReadOnlySpan<double> predictions)
    {
        int[] groups = data.Groups ?? [data.Labels.Count];
        double sum = 0, total = 0;
        int start = 0;
        foreach (int size in groups)
        {
            if (size == 0)
                continue;
            double weight = data.Weights is { } weights ? weights.AsSpan(start, size).ToArray().Average() : 1;
            sum += weight * DiscountedGain.Normalized(data.Labels.Values.Slice(start, size), predictions.Slice(start, size), places);
            total += weight;
            start += size;
        }
        return sum / total;
    }
}
