namespace Fathom.Trees;

/// <summary>Bins 1 to <see cref="Count"/> − 1 hold the values in ascending order.</summary>
internal sealed class NumericBins(float[] cuts) : FeatureBins
{
    internal override int Count => cuts.Length + 2;

    /// <summary>The threshold t for which "value &lt; t" means "bin at most <paramref name="bin"/>"; infinite for the last bin.</summary>
    internal float ThresholdAbove(int bin) => bin <= cuts.Length ? cuts[bin - 1] : float.PositiveInfinity;

    /// <summary>1 plus the number of cuts at or below the value.</summary>
    internal override byte BinOf(float value)
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
