namespace Fathom.Trees.Tests.Support;

internal static class Scores
{
    /// <summary>The share of (positive, negative) pairs that the scores order rightly; ties count half.</summary>
    internal static double Auc(int[] labels, double[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(row => scores[row])];
        double rankSum = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
                end++;
            for (int i = start; i < end; i++)
                rankSum += labels[order[i]] == 1 ? (start + end + 1) / 2.0 : 0;
            start = end;
        }
        double positives = labels.Count(label => label == 1), negatives = labels.Length - positives;
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
