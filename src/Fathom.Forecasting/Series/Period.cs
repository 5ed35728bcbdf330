namespace Fathom.Forecasting;

/// <summary>How often a series is observed, judged by its usual spacing, and what follows: the word for one step and the length of a season.</summary>
/// <param name="Unit">One step in words: "minute", "hour", "day", "week", "month", "quarter", "year" or "step".</param>
/// <param name="Season">Observations in a season: 5 for trading days, 7 for calendar days, 24 for hours, 12 for months, 4 for quarters, 52 for weeks; null where none is usual.</param>
internal sealed record Period(string Unit, int? Season)
{
    public static Period Of(DateTime[] times)
    {
        long[] spacing = [.. Enumerable.Range(1, times.Length - 1).Select(i => times[i].Ticks - times[i - 1].Ticks)];
        Array.Sort(spacing);
        TimeSpan usual = TimeSpan.FromTicks(spacing[spacing.Length / 2]);
        return usual.TotalDays switch
        {
            < 1.5 / 1440 => new Period("minute", null),
            < 0.9 / 24 => new Period("step", null),
            < 1.5 / 24 => new Period("hour", 24),
            < 0.9 => new Period("step", null),
            < 1.5 => new Period("day", times.Any(time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) ? 7 : 5),
            > 6 and < 8 => new Period("week", 52),
            > 27 and < 32 => new Period("month", 12),
            > 88 and < 94 => new Period("quarter", 4),
            > 360 and < 370 => new Period("year", null),
            _ => new Period("step", null),
        };
    }
}
