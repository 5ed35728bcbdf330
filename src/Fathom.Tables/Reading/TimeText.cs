using System.Buffers.Text;

namespace Fathom.Tables.Reading;

/// <summary>
/// A date and time as text, taken apart: 2020-03-16, 2020/3/16, 2020-03, 20200316, 16.3.2020, 3/16/2020, each with an optional time of day
/// after a blank or T and, after the time, an optional offset.
/// </summary>
/// <param name="Time">The time with the month first where the order is in question; in UTC where there is an offset.</param>
/// <param name="MonthFirst">Whether the text can be read with the month before the day (or has the year first).</param>
/// <param name="DayFirst">Whether the text can be read with the day before the month (or has the year first).</param>
/// <param name="Offset">Whether there is an offset.</param>
internal readonly record struct TimeText(DateTime Time, bool MonthFirst, bool DayFirst, bool Offset)
{
    /// <summary>Takes a text apart; null where it is no time.</summary>
    /// <param name="cell">The text.</param>
    /// <param name="digitsAlone">Whether digits alone (20200316, 202003, 2020) count as a date.</param>
    public static TimeText? Parse(ReadOnlySpan<byte> cell, bool digitsAlone)
    {
        ReadOnlySpan<byte> text = cell.Trim((byte)' ');
        if (text.Length is < 4 or > 40 || text[0] - (uint)'0' > 9) return null;
        int end = text.IndexOfAny((byte)' ', (byte)'T');
        ReadOnlySpan<byte> date = end < 0 ? text : text[..end];
        if (!TryDate(date, digitsAlone || end > 0, out DateTime day, out bool monthFirst, out bool dayFirst) || day.Year < 2) return null;
        if (end < 0) return new TimeText(day, monthFirst, dayFirst, false);
        if (!TryClock(text[(end + 1)..], out long ticks, out long? offset)) return null;
        if (offset is not null && day.Year == 9999) return null;
        DateTime time = day.AddTicks(ticks);
        return new TimeText(offset is long shift ? DateTime.SpecifyKind(time.AddTicks(-shift), DateTimeKind.Utc) : time, monthFirst, dayFirst, offset is not null);
    }

    private static bool TryDate(ReadOnlySpan<byte> date, bool digitsAlone, out DateTime day, out bool monthFirst, out bool dayFirst)
    {
        day = default;
        monthFirst = dayFirst = true;
        int first = date.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (first < 0)
        {
            if (!digitsAlone || date.Length is not (4 or 6 or 8) || !TryDigits(date[..4], 4, out int digitYear)) return false;
            int digitMonth = 1, digitDay = 1;
            if (date.Length >= 6 && !TryDigits(date[4..6], 2, out digitMonth)) return false;
            if (date.Length == 8 && !TryDigits(date[6..], 2, out digitDay)) return false;
            return TryMake(digitYear, digitMonth, digitDay, out day);
        }
        byte sign = date[first];
        if (sign is not ((byte)'-' or (byte)'/' or (byte)'.')) return false;
        ReadOnlySpan<byte> rest = date[(first + 1)..];
        int second = rest.IndexOf(sign);
        if (first == 4)
        {
            if (!TryDigits(date[..4], 4, out int year) || !TryDigits(second < 0 ? rest : rest[..second], 2, out int month)) return false;
            if (second < 0) return sign != '.' && rest.Length == 2 && TryMake(year, month, 1, out day);
            return TryDigits(rest[(second + 1)..], 2, out int dayOfMonth) && TryMake(year, month, dayOfMonth, out day);
        }
        if (second < 0 || rest.Length - second - 1 != 4 || !TryDigits(date[..first], 2, out int one) || !TryDigits(rest[..second], 2, out int two)
            || !TryDigits(rest[(second + 1)..], 4, out int lastYear)) return false;
        monthFirst = sign != '.' && TryMake(lastYear, one, two, out day);
        dayFirst = TryMake(lastYear, two, one, out DateTime swapped);
        if (!monthFirst) day = swapped;
        return monthFirst || dayFirst;
    }

    private static bool TryClock(ReadOnlySpan<byte> clock, out long ticks, out long? offset)
    {
        ticks = 0;
        offset = null;
        int zone = clock.LastIndexOfAny((byte)'Z', (byte)'+', (byte)'-');
        if (zone >= 0)
        {
            if (!TryOffset(clock[zone..], out long shift)) return false;
            offset = shift;
            clock = clock[..zone].TrimEnd((byte)' ');
        }
        if (clock.Length < 4) return false;
        int colon = clock.IndexOf((byte)':');
        if (colon is not (1 or 2) || clock.Length < colon + 3 || !TryDigits(clock[..colon], 2, out int hour) || !TryDigits(clock.Slice(colon + 1, 2), 2, out int minute)) return false;
        if (hour > 23 || minute > 59) return false;
        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        ReadOnlySpan<byte> rest = clock[(colon + 3)..];
        if (rest.IsEmpty) return true;
        if (rest.Length < 3 || rest[0] != ':' || !TryDigits(rest.Slice(1, 2), 2, out int second) || second > 59) return false;
        ticks += second * TimeSpan.TicksPerSecond;
        rest = rest[3..];
        if (rest.IsEmpty) return true;
        if (rest[0] is not ((byte)'.' or (byte)',') || rest.Length is < 2 or > 10) return false;
        long unit = TimeSpan.TicksPerSecond;
        foreach (byte digit in rest[1..])
        {
            if (digit - (uint)'0' > 9) return false;
            unit /= 10;
            ticks += (digit - '0') * unit;
        }
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out long ticks)
    {
        ticks = 0;
        if (zone[0] == 'Z') return zone.Length == 1;
        ReadOnlySpan<byte> digits = zone[1..];
        bool colon = digits.Length == 5 && digits[2] == ':';
        if (!colon && digits.Length is not (2 or 4)) return false;
        int minutes = 0;
        if (!TryDigits(digits[..2], 2, out int hours)) return false;
        if (digits.Length > 2 && !TryDigits(digits[(colon ? 3 : 2)..], 2, out minutes)) return false;
        ticks = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        if (zone[0] == '-') ticks = -ticks;
        return hours <= 14 && minutes <= 59;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int most, out int value)
    {
        value = 0;
        return text.Length >= 1 && text.Length <= most && text[0] - (uint)'0' <= 9
            && Utf8Parser.TryParse(text, out value, out int used) && used == text.Length;
    }

    private static bool TryMake(int year, int month, int day, out DateTime made)
    {
        bool valid = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        made = valid ? new DateTime(year, month, day) : default;
        return valid;
    }
}
