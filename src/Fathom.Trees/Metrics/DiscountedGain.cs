namespace Fathom.Trees;

/// <summary>The discounted gain of a query (Järvelin &amp; Kekäläinen 2002) with exponential gains (Burges et al. 2005).</summary>
internal static class DiscountedGain
{
    /// <summary>2^relevance − 1.</summary>
    internal static double Gain(double relevance) => Math.Pow(2, relevance) - 1;

    /// <summary>1/log₂(rank + 2), ranks from 0.</summary>
    internal static double Discount(int rank) => 1 / Math.Log2(rank + 2);

    /// <summary>The greatest discounted gain of the first places.</summary>
    internal static double Greatest(ReadOnlySpan<double> relevances, int places)
    {
        double[] sorted = relevances.ToArray();
        Array.Sort(sorted);
        double sum = 0;
        for (int rank = 0; rank < Math.Min(places, sorted.Length); rank++)
            sum += Gain(sorted[sorted.Length - 1 - rank]) * Discount(rank);
        return sum;
    }

    /// <summary>The discounted gain of the first places by score, over the greatest; 1 where that is 0.</summary>
    internal static double Normalized(ReadOnlySpan<double> relevances, ReadOnlySpan<double> scores, int places)
    {
        double greatest = Greatest(relevances, places);
        if (greatest == 0)
            return 1;
        int[] order = ByScore(scores);
        double sum = 0;
        for (int rank = 0; rank < Math.Min(places, order.Length); rank++)
            sum += Gain(relevances[order[rank]]) * Discount(rank);
        return sum / greatest;
    }

    /// <summary>The rows by falling score; rows of equal score keep their order.</summary>
    internal static int[] ByScore(ReadOnlySpan<double> scores)
    {
        double[] keys = scores.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (left, right) => keys[left] != keys[right] ? keys[right].CompareTo(keys[left]) : left.CompareTo(right));
        return order;
    }
}
