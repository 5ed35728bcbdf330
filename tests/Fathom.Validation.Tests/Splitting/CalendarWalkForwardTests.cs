namespace Fathom.Validation.Tests;

public class CalendarWalkForwardTests
{
    private static readonly DateTime[] Days = [.. Enumerable.Range(0, 1500).Select(i => new DateTime(2019, 1, 1).AddDays(i)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
    private static readonly LabelSpans Weekly = LabelSpan.FromTimes(Days, [.. Days.Select(d => d.AddDays(7))]);

    /// <summary>Expiration Fridays of listed options in 2020, as the Options Clearing Corporation's calendar has them.</summary>
    [Fact]
    public void Third_Fridays() => Assert.Equal(
        ["01-17", "02-21", "03-20", "04-17", "05-15", "06-19", "07-17", "08-21", "09-18", "10-16", "11-20", "12-18"],
        CalendarRule.WeekdayOfMonth(3, DayOfWeek.Friday).Between(new DateTime(2020, 1, 1), new DateTime(2020, 12, 31)).Select(d => d.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Quarters_and_ends_of_months()
    {
        Assert.Equal([3, 6, 9, 12], CalendarRule.WeekdayOfMonth(3, DayOfWeek.Friday, months: 3).Between(new DateTime(2020, 1, 1), new DateTime(2020, 12, 31)).Select(d => d.Month));
        Assert.Equal([31, 29, 31, 30], CalendarRule.DayOfMonth(31).Between(new DateTime(2020, 1, 1), new DateTime(2020, 4, 30)).Select(d => d.Day));
        Assert.Equal([new DateTime(2021, 12, 1)], CalendarRule.DayOfMonth(1, 12).Between(new DateTime(2020, 12, 2), new DateTime(2021, 12, 31)));
    }

    [Theory]
    [InlineData(Window.Rolling)]
    [InlineData(Window.Expanding)]
    public void Blocks_begin_at_the_refits(Window window)
    {
        var walk = new CalendarWalkForward(TimeSpan.FromDays(365), CalendarRule.WeekdayOfMonth(3, DayOfWeek.Friday)) { Window = window };
        Split[] splits = [.. walk.Split(Weekly)];
        Assert.Equal(walk.Count(Weekly), splits.Length);
        Assert.Equal(new DateTime(2020, 1, 17), Days[splits[0].Test[0]]);
        Assert.Equal(Enumerable.Range(Array.IndexOf(Days, new DateTime(2020, 1, 17)), Days.Length - Array.IndexOf(Days, new DateTime(2020, 1, 17))), splits.SelectMany(s => s.Test));
        foreach (Split split in splits)
        {
            DateTime cut = Days[split.Test[0]];
            Assert.Equal(DayOfWeek.Friday, cut.DayOfWeek);
            Assert.InRange(cut.Day, 15, 21);
            DateTime from = window == Window.Expanding ? Days[0] : cut.AddDays(-365);
            Assert.Equal(Days.Where(d => d >= from && d.AddDays(7) <= cut), split.Train.Select(i => Days[i]));
            Assert.True(LeakDetector.Inspect(Weekly, split).IsClean);
        }
    }

    [Fact]
    public void By_duration_with_anchor_and_embargo()
    {
        var anchor = new DateTime(2020, 1, 1);
        var walk = new CalendarWalkForward(TimeSpan.FromDays(200), CalendarRule.Every(TimeSpan.FromDays(28))) { Window = Window.Expanding, Anchor = anchor, Embargo = Embargo.Duration(TimeSpan.FromDays(10)) };
        Split[] splits = [.. walk.Split(Weekly)];
        for (int k = 0; k < splits.Length; k++)
        {
            DateTime cut = anchor.AddDays(200 + 28 * k);
            DateTime[] tested = [.. Days.Where(d => d >= cut && d < cut.AddDays(28))];
            Assert.Equal(tested, splits[k].Test.Select(i => Days[i]));
            Assert.Equal(Days.Where(d => d >= anchor && d.AddDays(17) <= tested[0]), splits[k].Train.Select(i => Days[i]));
        }
    }

    [Fact]
    public void Never_leaks_nor_looks_ahead()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            DateTime[] start = [.. Enumerable.Range(0, 60).Select(_ => Days[0].AddHours(random.Next(24 * 90)))];
            LabelSpans spans = LabelSpan.FromTimes(start, [.. start.Select(t => t.AddHours(1 + random.Next(48)))]);
            var walk = new CalendarWalkForward(TimeSpan.FromDays(40), CalendarRule.Every(TimeSpan.FromDays(random.Next(3, 20)))) { Window = (Window)random.Next(2), Embargo = Embargo.Duration(TimeSpan.FromHours(random.Next(0, 24))) };
            Assert.All(walk.Split(spans), s => Assert.True(LeakDetector.Inspect(spans, s).IsClean && s.Train.Max(i => start[i]) <= s.Test.Min(i => start[i])));
        }
    }

    [Fact]
    public void Impossible_set_ups_say_what_to_change()
    {
        CalendarRule monthly = CalendarRule.DayOfMonth();
        Assert.Contains("FromTimes", Assert.Throws<ArgumentException>(() => new CalendarWalkForward(TimeSpan.FromDays(30), monthly).Split(LabelSpan.Horizon(100, 0))).Message);
        Assert.Contains("shorter trainLength", Assert.Throws<ArgumentException>(() => new CalendarWalkForward(TimeSpan.FromDays(3000), monthly).Split(Weekly)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CalendarRule.DayOfMonth(1, 5));
    }
}
