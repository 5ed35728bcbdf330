namespace Fathom.Validation.Tests;

/// <summary>Set-ups that cannot work are refused with words that say what to change.</summary>
public class ImpossibleSetUpTests
{
    [Fact]
    public void As_many_test_groups_as_groups()
    {
        Assert.Contains("testGroups", Assert.Throws<ArgumentOutOfRangeException>(() => new CombinatorialPurgedKFold(6, 6)).Message);
        Assert.Contains("testGroups", Assert.Throws<ArgumentOutOfRangeException>(() => new CombinatorialPurgedKFold(6, 7)).Message);
    }

    [Fact]
    public void A_purge_longer_than_the_folds() => Assert.Contains("Use a shorter horizon or embargo, larger training sets, or more observations",
        Assert.Throws<ArgumentException>(() => new CombinatorialPurgedKFold(6, 3).Split(LabelSpan.Horizon(60, 40)).ToList()).Message);

    [Fact]
    public void Spans_that_end_before_they_start()
    {
        Assert.Contains("Label 1 starts 5 and ends 5: spans are half-open, so the end must lie after the start", Assert.Throws<ArgumentException>(() => LabelSpan.FromIndexes([0, 5], [3, 5])).Message);
        var day = new DateTime(2020, 1, 2);
        Assert.Contains("ends 2020-01-01T00:00:00", Assert.Throws<ArgumentException>(() => LabelSpan.FromTimes([day], [day.AddDays(-1)])).Message);
    }

    [Fact]
    public void An_embargo_beyond_the_series()
    {
        LabelSpans spans = LabelSpan.Horizon(30, 0);
        Assert.Contains("Use a shorter one", Assert.Throws<ArgumentException>(() => new CombinatorialPurgedKFold(6, 2) { Embargo = Embargo.Observations(30) }.Split(spans)).Message);
        Assert.Contains("Use a shorter one", Assert.Throws<ArgumentException>(() => new WalkForward(20, 5) { Embargo = Embargo.Observations(30) }.Split(spans)).Message);
        Assert.Contains("[0, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => Embargo.Fraction(1)).Message);
        Assert.Contains("[0, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => Embargo.Fraction(double.NaN)).Message);
        DateTime[] days = [.. Enumerable.Range(0, 30).Select(day => new DateTime(2020, 1, 1).AddDays(day))];
        LabelSpans times = LabelSpan.FromTimes(days, Array.ConvertAll(days, day => day.AddDays(1)));
        Assert.Contains("over 29.00:00:00. Use a shorter one",
            Assert.Throws<ArgumentException>(() => new PurgedKFold(5) { Embargo = Embargo.Duration(TimeSpan.FromDays(30)) }.Split(times).ToList()).Message);
    }

    [Fact]
    public void Values_that_are_missing()
    {
        double[] broken = [1, 2, double.NaN, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        Assert.Contains("[2] is NaN: remove or fill", Assert.Throws<ArgumentException>(() => UnitRoot.Adf(broken)).Message);
        Assert.Contains("[2] is NaN: remove or fill", Assert.Throws<ArgumentException>(() => Autoregression.Fit(broken, 1)).Message);
        Assert.Contains("[2] is NaN: remove or fill", Assert.Throws<ArgumentException>(() => new SeasonalTrendDecomposition(4).Decompose(broken)).Message);
        Assert.Contains("[2] is NaN: remove or fill", Assert.Throws<ArgumentException>(() => new StationaryBootstrap(2).Replicate(broken, Sharpe.Ratio, 10)).Message);
        Assert.Contains("[2] is NaN: remove or fill", Assert.Throws<ArgumentException>(() => GiacominiWhite.Conditional(broken, new double[12])).Message);
    }

    [Fact]
    public void Windows_of_a_decomposition() =>
        Assert.Contains("TrendWindow is 4: it is an odd number above 4", Assert.Throws<ArgumentException>(() => new SeasonalTrendDecomposition(4) { TrendWindow = 4 }.Decompose([1, 2, 3, 4, 5, 6, 7, 8])).Message);
}
