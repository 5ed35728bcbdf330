namespace Fathom.Trees;

/// <summary>Which bin each value of a column falls into. Bin 0 holds the missing values, bins 1 to <see cref="Count"/> − 1 the others in ascending order.</summary>
internal sealed class FeatureBins(float[] cuts)
{
    /// <summary>The number of bins, that of the missing values included.</summary>
    internal int Count => cuts.Length + 2;

    /// <summary>The threshold t for which "value &lt; t" means "bin at most <paramref name="bin"/>"; infinite for the last bin.</summary>
    internal float ThresholdAbove(int bin) => bin <= cuts.Length ? cuts[bin - 1] : float.PositiveInfinity;

    /// <summary>The bin of a value: 1 plus the number of cuts at or below it, or 0 for NaN.</summary>
    internal byte BinOf(float value)
    {
        if (float.IsNaN(value))
            return 0;
        int low = 0, length = cuts.Length;
        while (length > 0)
        {
            int half = length >> 1;
            bool above = cuts[low + half] <= value;
            low = above ? low + half + 1 : low;
            length = above ? length - half - 1 : half;
        }
        return (byte)(low + 1);
    }
}
