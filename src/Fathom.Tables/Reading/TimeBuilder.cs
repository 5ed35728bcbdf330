using System.Globalization;

namespace Fathom.Tables.Reading;

/// <summary>Collects the times of one column, which share one order of day and month and either all have an offset or none.</summary>
internal sealed class TimeBuilder(string? format, bool digitsAlone)
{
    private readonly Chunks<DateTime> _times = new();
    private readonly bool _formatHasOffset = format is not null && format.AsSpan().ContainsAny('z', 'K');
    private char[] _buffer = new char[64];
    private bool _monthFirst = true;
    private bool _dayFirst = true;
    private bool? _offset;

    public int Count => _times.Count;

    public void AddMissing(int count = 1) => _times.AddMany(TimeColumn.Missing, count);

    public bool TryAdd(ReadOnlySpan<byte> cell)
    {
        if (format is not null) return TryAddExact(cell);
        if (TimeText.Parse(cell, digitsAlone) is not TimeText text) return false;
        _offset ??= text.Offset;
        bool monthFirst = _monthFirst && text.MonthFirst, dayFirst = _dayFirst && text.DayFirst;
        if (_offset != text.Offset || !(monthFirst || dayFirst)) return false;
        if (_monthFirst && !monthFirst) _times.Transform(Swap);
        (_monthFirst, _dayFirst) = (monthFirst, dayFirst);
        // A text that can be read both ways comes with the month first; one that only fits the day first comes so already.
        _times.Add(!monthFirst && text.MonthFirst ? Swap(text.Time) : text.Time);
        return true;
    }

    public DateTime[] Build() => _times.Drain();

    /// <summary>Whether a number is eight digits that make a date between 1900 and 2100.</summary>
    public static bool IsCompactDate(ReadOnlySpan<byte> cell, double number)
    {
        if (cell.Length != 8 || number is not (>= 19000101 and <= 21001231)) return false;
        int digits = (int)number, month = digits / 100 % 100, day = digits % 100;
        return digits == number && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(digits / 10000, month);
    }

    /// <summary>The dates that eight-digit numbers write.</summary>
    public static DateTime[] FromDigits(double[] numbers) => Array.ConvertAll(numbers, number =>
    {
        if (double.IsNaN(number)) return TimeColumn.Missing;
        var digits = (int)number;
        return new DateTime(digits / 10000, digits / 100 % 100, digits % 100);
    });

    private static DateTime Swap(DateTime time)
    {
        if (time == TimeColumn.Missing || time.Day > 12) return time;
        return new DateTime(time.Year, time.Day, time.Month, 0, 0, 0, time.Kind).Add(time.TimeOfDay);
    }

    private bool TryAddExact(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<char> text = LevelBuilder.Decode(cell, ref _buffer);
        DateTimeStyles styles = DateTimeStyles.AllowWhiteSpaces | (_formatHasOffset ? DateTimeStyles.AdjustToUniversal : DateTimeStyles.None);
        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, styles, out DateTime time)) return false;
        _times.Add(time);
        return true;
    }
}
