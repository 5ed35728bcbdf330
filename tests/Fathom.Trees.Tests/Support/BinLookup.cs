namespace Fathom.Trees.Tests.Support;

internal static class BinLookup
{
    /// <summary>The bin of one value, which must not depend on how many are looked up together.</summary>
    internal static int BinOf(this NumericBins bins, float value)
    {
        int[] alone = new int[1], together = new int[9];
        bins.BinsOf([value], alone);
        bins.BinsOf([.. Enumerable.Repeat(value, 9)], together);
        Assert.All(together, bin => Assert.Equal(alone[0], bin));
        return alone[0];
    }
}
