using System.Globalization;

namespace Fathom.Plots.Drawing;

/// <summary>Where an axis has its grid lines, and what stands there.</summary>
/// <param name="Positions">Coordinates.</param>
/// <param name="Labels">One label per position.</param>
internal sealed record Ticks(double[] Positions, string[] Labels)
{
    /// <summary>An axis without ticks.</summary>
    public static Ticks None { get; } = new([], []);

    /// <summary>Round numbers (1, 2 or 5 times a power of ten) inside a range.</summary>
    /// <param name="minimum">Lower end of the axis.</param>
    /// <param name="maximum">Upper end, above the lower one.</param>
    /// <param name="most">Most ticks wanted, at least 2.</param>
    public static Ticks Round(double minimum, double maximum, int most)
    {
        double rough = (maximum - minimum) / most, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        int decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 10);
        long first = (long)Math.Ceiling((minimum / step) - 1e-9), last = (long)Math.Floor((maximum / step) + 1e-9);
        double[] positions = [.. Enumerable.Range(0, (int)(last - first + 1)).Select(index => (first + index) * step)];
        return new Ticks(positions, [.. positions.Select(position => Figures.Fixed(position, decimals))]);
    }

    /// <summary>Round whole numbers inside a range: for counts.</summary>
    /// <param name="minimum">Lower end of the axis.</param>
    /// <param name="maximum">Upper end, at least 1 above the lower one.</param>
    /// <param name="most">Most ticks wanted, at least 2.</param>
    public static Ticks Whole(double minimum, double maximum, int most)
    {
        double[] positions = [.. Round(minimum, maximum, most).Positions.Where(position => position == Math.Floor(position))];
        return new Ticks(positions, [.. positions.Select(position => Figures.Count((long)position))]);
    }

    /// <summary>Starts of years, months or days inside a range of time, whichever gives few enough.</summary>
    /// <param name="first">Start of the axis.</param>
    /// <param name="last">End of the axis, after its start.</param>
    /// <param name="most">Most ticks wanted, at least 2.</param>
    public static Ticks Times(DateTime first, DateTime last, int most)
    {
        double days = (last - first).TotalDays, years = days / 365.25;
        if (years >= 2)
        {
            int step = ((int[])[1, 2, 5, 10, 20]).FirstOrDefault(step => years / step <= most, 50);
            return Thin(Years(first, last, step), most);
        }

        if (days >= 61)
        {
            var months = new List<DateTime>();
            for (var month = new DateTime(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
                if (month >= first) months.Add(month);
            return Thin(Labelled(months, "yyyy-MM"), most);
        }

        if (days < 2) return Labelled([first], "yyyy-MM-dd HH:mm");
        var dates = new List<DateTime>();
        for (DateTime day = first.Date; day <= last; day = day.AddDays(1))
            if (day >= first) dates.Add(day);
        return Thin(Labelled(dates, "MM-dd"), most);
    }

    private static Ticks Years(DateTime first, DateTime last, int step)
    {
        var years = new List<DateTime>();
        for (int year = (first.Year + step - 1) / step * step; year <= last.Year; year += step)
            if (new DateTime(year, 1, 1) is var start && start >= first) years.Add(start);
        return Labelled(years, "yyyy");
    }

    private static Ticks Labelled(IReadOnlyList<DateTime> times, string format) => new(
        [.. times.Select(time => time.ToOADate())], [.. times.Select(time => time.ToString(format, CultureInfo.InvariantCulture))]);

    private static Ticks Thin(Ticks ticks, int most)
    {
        int keep = (ticks.Positions.Length + most - 1) / most;
        return keep <= 1 ? ticks : new Ticks(
            [.. ticks.Positions.Where((_, index) => index % keep == 0)], [.. ticks.Labels.Where((_, index) => index % keep == 0)]);
    }
}
