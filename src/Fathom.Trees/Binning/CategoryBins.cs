namespace Fathom.Trees;

/// <summary>
/// Levels by falling frequency, one bin each; the rarest share the last bin where there are more levels than bins, and stay apart from the missing values.
/// </summary>
internal sealed class CategoryBins : FeatureBins
{
    private readonly ushort[] _binOfLevel;

    private CategoryBins(ushort[] binOfLevel, int count)
    {
        _binOfLevel = binOfLevel;
        Count = count;
    }

    internal override int Count { get; }

    /// <summary>Ranks the levels of a column; of equally frequent ones the lower code comes first.</summary>
    internal static CategoryBins Learn(float[] codes, int levels, int maxBins)
    {
        var rows = new int[levels];
        foreach (float code in codes)
        {
            if (!float.IsNaN(code))
                rows[(int)code]++;
        }
        var binOfLevel = new ushort[levels];
        int rank = 0;
        foreach (int level in Enumerable.Range(0, levels).OrderByDescending(level => rows[level]))
            binOfLevel[level] = (ushort)Math.Min(++rank, maxBins);
        return new(binOfLevel, Math.Min(levels, maxBins) + 1);
    }

    internal override void BinsOf(ReadOnlySpan<float> values, Span<int> bins)
    {
        for (int i = 0; i < values.Length; i++)
            bins[i] = float.IsNaN(values[i]) ? 0 : _binOfLevel[(int)values[i]];
    }

    /// <summary>The levels that fall into a set of bins.</summary>
    internal CategorySet LevelsIn(BinSet bins) =>
        new([.. Enumerable.Range(0, _binOfLevel.Length).Where(level => bins.Contains(_binOfLevel[level]))]);
}
