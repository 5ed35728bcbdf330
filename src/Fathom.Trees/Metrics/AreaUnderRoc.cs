namespace Fathom.Trees;

/// <summary>The area under the receiver operating characteristic, from ranks: rows of equal prediction are taken together.</summary>
internal sealed class AreaUnderRoc : IBoostingMetric
{
    public string Name => "AUC";

    public bool HigherIsBetter => true;

    public double Measure(BoostingData data, ReadOnlySpan<double> predictions)
    {
        ReadOnlySpan<double> labels = data.Labels.Values;
        if (predictions.Length != labels.Length)
            throw new InvalidOperationException("AUC takes one probability per row, that of class 1: it is for two classes.");
        double[] sorted = predictions.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double negativesBelow = 0, positives = 0, won = 0;
        for (int start = 0; start < order.Length;)
        {
            double tiedPositives = 0, tiedNegatives = 0;
            int end = start;
            for (; end < order.Length && sorted[end] == sorted[start]; end++)
            {
                double weight = data.Weights?[order[end]] ?? 1;
                if (labels[order[end]] > 0)
                    tiedPositives += weight;
                else
                    tiedNegatives += weight;
            }
            won += tiedPositives * (negativesBelow + tiedNegatives / 2);
            positives += tiedPositives;
            negativesBelow += tiedNegatives;
            start = end;
        }
        return positives > 0 && negativesBelow > 0 ? won / (positives * negativesBelow) : 0.5;
    }
}
