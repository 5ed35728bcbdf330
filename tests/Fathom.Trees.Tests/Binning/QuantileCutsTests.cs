using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Binning;

public class QuantileCutsTests
{
    private static readonly CounterHash Sampling = new(0, 0, RandomPurpose.QuantileSample);

    [Theory, InlineData(100), InlineData(5000), InlineData(60_000)]
    public void Radix_sort_orders_as_comparisons_do(int length)
    {
        var random = new Random(length);
        float[] values = [.. Enumerable.Range(0, length).Select(i => (i % 5) switch { 0 => 0f, 1 => -0f, 2 => (float)Math.Exp(50 * RandomRows.Normal(random)), _ => (float)RandomRows.Normal(random) })];
        values[0] = float.MaxValue;
        values[1] = -float.MaxValue;
        values[2] = float.Epsilon;
        float[] expected = [.. values.Order()];
        RadixSort.Sort(values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void Every_distinct_value_has_a_bin_where_they_suffice()
    {
        Assert.Equal([1.5f, 2.5f, 6f], QuantileCuts.Choose([3, 1, 2, float.NaN, 9, 1, 1, 1], 4, Sampling));
        Assert.Empty(QuantileCuts.Choose([float.NaN, float.NaN], 255, Sampling));
        Assert.Empty(QuantileCuts.Choose([5, 5], 255, Sampling));
    }

    [Fact]
    public void Neighbouring_floats_are_told_apart()
    {
        float low = 1, high = MathF.BitIncrement(low);
        var bins = new NumericBins(QuantileCuts.Choose([low, high], 255, Sampling));
        Assert.Equal((1, 2), (bins.BinOf(low), bins.BinOf(high)));
    }

    [Theory, InlineData(2), InlineData(16), InlineData(255)]
    public void Bins_hold_equal_counts(int maxBins)
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextSingle())];
        float[] cuts = QuantileCuts.Choose(values, maxBins, Sampling);
        Assert.Equal(maxBins - 1, cuts.Length);
        var bins = new NumericBins(cuts);
        int[] counts = [.. values.GroupBy(bins.BinOf).Select(bin => bin.Count())];
        Assert.All(counts, count => Assert.InRange(count, 20_000 / maxBins - 2, 20_000 / maxBins + 2));
    }

    [Fact]
    public void A_frequent_value_takes_one_bin_and_leaves_the_others()
    {
        var random = new Random(2);
        float[] values = [.. Enumerable.Range(0, 10_000).Select(i => i % 2 == 0 ? 0.5f : random.NextSingle())];
        float[] cuts = QuantileCuts.Choose(values, 64, Sampling);
        Assert.InRange(cuts.Length, 60, 63);
        var bins = new NumericBins(cuts);
        int[] rest = [.. values.GroupBy(bins.BinOf).Where(bin => bin.Key != bins.BinOf(0.5f)).Select(bin => bin.Count())];
        Assert.All(rest, count => Assert.InRange(count, 0, 2 * 5000 / 62));
    }

    [Fact]
    public void Large_columns_are_sampled_without_bias()
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 600_000).Select(_ => random.NextSingle())];
        float[] cuts = QuantileCuts.Choose(values, 100, Sampling);
        // 200,000 draws put the quantiles within 0.0043 with probability 1 − 10⁻³.
        for (int i = 0; i < cuts.Length; i++)
            Assert.Equal((i + 1) / 100.0, cuts[i], 0.0043 + 0.002);
    }
}
