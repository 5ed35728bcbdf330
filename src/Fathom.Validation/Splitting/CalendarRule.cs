using System.Globalization;

namespace Fathom.Validation;

/// <summary>Instants at which <see cref="CalendarWalkForward"/> refits: after a fixed length of time, or on days that the calendar names.</summary>
public sealed class CalendarRule
{
    private readonly string _name;
    private readonly TimeSpan? _length;
    private readonly int _months;
    private readonly Func<int, int, DateTime>? _day;

    private CalendarRule(string name, TimeSpan? length, int months, Func<int, int, DateTime>? day) =>
        (_name, _length, _months, _day) = (name, length, months, day);

    /// <summary>After every so much time, counted from the first instant that has enough history.</summary>
    /// <param name="length">Positive length of time.</param>
    public static CalendarRule Every(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return new CalendarRule($"every {length.ToString("c", CultureInfo.InvariantCulture)}", length, 0, null);
    }

    /// <summary>On a day of the month; in shorter months on the last one.</summary>
    /// <param name="day">Day, from 1 (the default) to 31.</param>
    /// <param name="months">Every how many months, from 1 (the default) to 12 and a divisor of 12; with 3, in March, June, September and December.</param>
    public static CalendarRule DayOfMonth(int day = 1, int months = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, 31);
        CheckMonths(months);
        return new CalendarRule($"day {day} of {Months(months)}", null, months,
            (year, month) => new DateTime(year, month, Math.Min(day, DateTime.DaysInMonth(year, month))));
    }

    /// <summary>On a weekday of the month, such as the third Friday, when options expire.</summary>
    /// <param name="ordinal">Which one, from 1 to 4.</param>
    /// <param name="weekday">The weekday.</param>
    /// <param name="months">Every how many months, from 1 (the default) to 12 and a divisor of 12; with 3, in March, June, September and December.</param>
    public static CalendarRule WeekdayOfMonth(int ordinal, DayOfWeek weekday, int months = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ordinal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ordinal, 4);
        if (!Enum.IsDefined(weekday))
            throw new ArgumentOutOfRangeException(nameof(weekday), weekday, "There is no such weekday.");
        CheckMonths(months);
        return new CalendarRule($"{weekday} number {ordinal} of {Months(months)}", null, months, (year, month) =>
        {
            var first = new DateTime(year, month, 1);
            return first.AddDays((weekday - first.DayOfWeek + 7) % 7 + 7 * (ordinal - 1));
        });
    }

    /// <summary>The instants from <paramref name="from"/> up to and including <paramref name="to"/>, in ascending order.</summary>
    /// <param name="from">First instant allowed.</param>
    /// <param name="to">Last instant allowed.</param>
    public IEnumerable<DateTime> Between(DateTime from, DateTime to)
    {
        if (_length is TimeSpan length)
        {
            for (DateTime at = from; at <= to; at += length)
            {
                yield return at;
                if (DateTime.MaxValue - at < length)
                    yield break;
            }

            yield break;
        }

        for (int month = 12 * from.Year + from.Month - 1; month <= 12 * to.Year + to.Month - 1; month++)
        {
            // Every third month means March, June, …: the months whose number the step divides.
            if ((month % 12 + 1) % _months != 0 && _months > 1)
                continue;
            DateTime at = _day!(month / 12, month % 12 + 1);
            if (at >= from && at <= to)
                yield return at;
        }
    }

    /// <summary>The rule in words.</summary>
    public override string ToString() => _name;

    private static string Months(int months) => months == 1 ? "every month" : $"every {months} months";

    private static void CheckMonths(int months)
    {
        if (months is < 1 or > 12 || 12 % months != 0)
            throw new ArgumentOutOfRangeException(nameof(months), months, "The number of months divides twelve: 1, 2, 3, 4, 6 or 12.");
    }
}
