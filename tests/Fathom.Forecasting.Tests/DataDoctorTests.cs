namespace Fathom.Forecasting.Tests;

public class DataDoctorTests
{
    private static readonly DateTime FlashCrash = new(2010, 5, 6), Opening = new(2015, 8, 24);

    [Fact]
    public void The_published_filter_finds_19_highs_and_37_lows_and_the_doctor_sees_them_all()
    {
        (int Row, int Side)[] suspects = [.. SpyData.Suspects()];
        Assert.Equal((19, 37), (suspects.Count(suspect => suspect.Side > 0), suspects.Count(suspect => suspect.Side < 0)));
        HashSet<(DateTime, FindingKind)> seen = [.. SpyData.Report.Findings.Select(finding => (finding.Time, finding.Kind))];
        Assert.All(suspects, suspect => Assert.Contains((SpyData.Raw.Times[suspect.Row], suspect.Side > 0 ? FindingKind.FalseHigh : FindingKind.FalseLow), seen));
    }

    [Fact]
    public void Medians_of_repaired_bars_uncover_three_prints_that_their_neighbours_hid()
    {
        HashSet<DateTime> filtered = [.. SpyData.Suspects().Select(suspect => SpyData.Raw.Times[suspect.Row])];
        DateTime[] hidden = [.. SpyData.Report.Findings.Where(finding => finding.Repaired && !filtered.Contains(finding.Time)).Select(finding => finding.Time)];
        Assert.Equal([new DateTime(2003, 12, 10), new DateTime(2004, 8, 23), new DateTime(2004, 10, 7)], hidden);
        Assert.Equal(57, SpyData.Report.Repairs);
    }

    [Fact]
    public void A_repaired_series_needs_no_further_repair() => Assert.Equal(0, DataDoctor.Examine(SpyData.Repaired).Report.Repairs);

    [Theory]
    [InlineData("2002-04-02", FindingKind.FalseHigh, 144.12)]
    [InlineData("2002-06-06", FindingKind.FalseHigh, 124.67)]
    [InlineData("2003-09-05", FindingKind.FalseHigh, 120.52)]
    [InlineData("2005-09-06", FindingKind.FalseLow, 105.68)]
    public void Known_false_prints_are_repaired(string date, FindingKind kind, double unadjusted)
    {
        DateTime time = DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        Finding finding = Assert.Single(SpyData.Report.Findings, finding => finding.Time == time);
        Assert.Equal(kind, finding.Kind);
        Assert.True(finding.Repaired, finding.Why);
        int i = Array.IndexOf(SpyData.Raw.Times, time);
        double factor = SpyData.Raw.Close[i] / Fathom.Tables.Datasets.SpyUnadjusted().Close[i];
        Assert.Equal(unadjusted, finding.OldValue!.Value / factor, 1e-9);
        PriceBars bars = SpyData.Repaired.Bars!;
        double open = bars.Open[i], close = SpyData.Repaired.Close[i];
        Assert.Equal(kind == FindingKind.FalseHigh ? Math.Max(open, close) : Math.Min(open, close), kind == FindingKind.FalseHigh ? bars.High[i] : bars.Low[i]);
    }

    [Fact]
    public void Real_crashes_are_examined_and_kept()
    {
        Finding[] kept = [.. SpyData.Report.Findings.Where(finding => finding.Kind is FindingKind.FalseHigh or FindingKind.FalseLow && !finding.Repaired)];
        Assert.Equal([FlashCrash, Opening], kept.Select(finding => finding.Time));
        Assert.All(kept, finding => Assert.Contains("kept", finding.Why, StringComparison.Ordinal));
        foreach (DateTime time in (DateTime[])[FlashCrash, Opening])
        {
            int i = Array.IndexOf(SpyData.Raw.Times, time);
            Assert.Equal(SpyData.Raw.Bars!.High[i], SpyData.Repaired.Bars!.High[i]);
            Assert.Equal(SpyData.Raw.Bars.Low[i], SpyData.Repaired.Bars.Low[i]);
        }
    }

    [Fact]
    public void The_closure_after_the_attacks_of_2001_is_the_only_gap_of_SPY()
    {
        Finding gap = Assert.Single(SpyData.Report.Findings, finding => finding.Kind == FindingKind.Gap);
        Assert.Equal(new DateTime(2001, 9, 17), gap.Time);
        Assert.Equal(0, SpyData.Report.Count(FindingKind.UnadjustedSplit) + SpyData.Report.Count(FindingKind.CloseSpike) + SpyData.Report.Count(FindingKind.StaleClose));
    }

    [Fact]
    public void A_repair_does_not_depend_on_what_comes_later()
    {
        int cut = Array.IndexOf(SpyData.Raw.Times, new DateTime(2004, 7, 30)) + 1;
        (PriceSeries early, _) = DataDoctor.Examine(SpyData.Raw.Slice(0, cut));
        Assert.Equal(SpyData.Repaired.Bars!.Low[..cut], early.Bars!.Low);
        Assert.Equal(SpyData.Repaired.Bars.High[..cut], early.Bars.High);
    }

    [Fact]
    public void Splits_spikes_stale_closes_and_gaps_are_reported_and_left_alone()
    {
        PriceSeries walk = Synthetic.RandomWalk(400, seed: 3);
        double[] close = [.. walk.Close];
        DateTime[] times = [.. walk.Times];
        close[100] *= 1.5;                                              // and back the next day
        for (int i = 200; i < 206; i++) close[i] = close[200];          // stands still
        for (int i = 300; i < 400; i++) close[i] /= 2;                  // a split
        for (int i = 350; i < 400; i++) times[i] = times[i].AddDays(30);
        (PriceSeries examined, DoctorReport report) = DataDoctor.Examine(new PriceSeries("walk", times, close));
        Assert.Equal(times[100], Assert.Single(report.Findings, finding => finding.Kind == FindingKind.CloseSpike).Time);
        Assert.Equal(times[205], Assert.Single(report.Findings, finding => finding.Kind == FindingKind.StaleClose).Time);
        Assert.Equal(times[300], Assert.Single(report.Findings, finding => finding.Kind == FindingKind.UnadjustedSplit).Time);
        Assert.Equal(times[350], Assert.Single(report.Findings, finding => finding.Kind == FindingKind.Gap).Time);
        Assert.Equal(0, report.Repairs);
        Assert.Equal(close, examined.Close);
    }

    [Fact]
    public void A_high_below_the_close_is_raised_to_it()
    {
        PriceSeries walk = Synthetic.RandomWalk(50, seed: 4);
        double[] high = [.. walk.Close], low = [.. walk.Close];
        high[30] *= 0.99;
        (PriceSeries examined, DoctorReport report) = DataDoctor.Examine(walk with { Bars = new PriceBars(walk.Close, high, low) });
        Assert.Equal(FindingKind.InconsistentBar, Assert.Single(report.Findings).Kind);
        Assert.Equal(walk.Close[30], examined.Bars!.High[30]);
    }
}
