namespace Fathom.Validation.Tests;

public class LabelSpanTests
{
    [Fact]
    public void A_horizon_counts_the_observation_itself() => Assert.Equal(new LabelSpan(3, 14), LabelSpan.Horizon(1000, 10)[3]);

    [Fact]
    public void Touching_is_no_overlap()
    {
        Assert.False(new LabelSpan(0, 5).Overlaps(new LabelSpan(5, 9)));
        Assert.True(new LabelSpan(0, 6).Overlaps(new LabelSpan(5, 9)));
        Assert.True(new LabelSpan(0, 20).Overlaps(new LabelSpan(5, 9)));
    }

    [Fact]
    public void A_span_that_ends_before_it_starts_is_named() =>
        Assert.Contains("Label 1 starts 5 and ends 5", Assert.Throws<ArgumentException>(() => LabelSpan.FromIndexes([0, 5], [3, 5])).Message);

    [Fact]
    public void Order_is_by_start() => Assert.Equal([2, 0, 1], LabelSpan.FromIndexes([4, 9, 1], [5, 12, 30]).TimeOrder.ToArray());
}
