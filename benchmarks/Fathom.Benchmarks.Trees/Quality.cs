namespace Fathom.Benchmarks.Trees;

/// <summary>Measures of predictions on held-out rows.</summary>
internal static class Quality
{
    /// <summary>The share of (positive, negative) pairs in the right order; ties count half.</summary>
    internal static double Auc(float[] labels, double[] scores)
    {
        double[] sorted = [.. scores];
        float[] ordered = [.. labels];
        Array.Sort(sorted, ordered);
        double rankSum = 0, positives = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
                end++;
            for (int i = start; i < end; i++)
            {
                rankSum += ordered[i] * (start + end + 1) / 2.0;
                positives += ordered[i];
            }
            start = end;
        }
        return (rankSum - positives * (positives + 1) / 2) / (positives * (sorted.Length - positives));
    }

    internal static double LogLoss(float[] labels, double[] probabilities)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
            sum -= Math.Log(Math.Max(labels[row] == 1 ? probabilities[row] : 1 - probabilities[row], 1e-15));
        return sum / labels.Length;
    }

    internal static double MeanSquaredError(float[] labels, double[] predictions)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
            sum += (labels[row] - predictions[row]) * (labels[row] - predictions[row]);
        return sum / labels.Length;
    }
}
