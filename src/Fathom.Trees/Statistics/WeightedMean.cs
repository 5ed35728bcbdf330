namespace Fathom.Trees;

internal static class WeightedMean
{
    /// <summary>The weighted mean, exact where all values are equal: deviations from the first value are what is averaged.</summary>
    internal static double Of(ReadOnlySpan<double> values, ReadOnlySpan<float> weights)
    {
        double origin = values[0], sum = 0, total = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * (values[row] - origin);
            total += weight;
        }
        return origin + sum / total;
    }
}
