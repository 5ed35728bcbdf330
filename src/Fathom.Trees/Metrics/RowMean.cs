namespace Fathom.Trees;

internal static class RowMean
{
    internal delegate double OfRow(double label, ReadOnlySpan<double> predictions);

    /// <summary>The weighted mean over rows of a number that depends on the row alone.</summary>
    internal static double Of(BoostingData data, ReadOnlySpan<double> predictions, OfRow measure)
    {
        ReadOnlySpan<double> labels = data.Labels.Values;
        int outputs = predictions.Length / labels.Length;
        double sum = 0, total = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double weight = data.Weights?[row] ?? 1;
            sum += weight * measure(labels[row], predictions.Slice(row * outputs, outputs));
            total += weight;
        }
        return sum / total;
    }
}
