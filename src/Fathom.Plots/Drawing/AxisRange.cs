namespace Fathom.Plots.Drawing;

/// <summary>One axis of a picture.</summary>
/// <param name="Minimum">Coordinate of its start.</param>
/// <param name="Maximum">Coordinate of its end, above its start.</param>
/// <param name="Ticks">Its ticks.</param>
/// <param name="Title">What it measures, with the unit; empty where the ticks say it.</param>
/// <param name="Grid">Whether its ticks carry grid lines.</param>
internal sealed record AxisRange(double Minimum, double Maximum, Ticks Ticks, string Title = "", bool Grid = true)
{
    /// <summary>An axis of numbers that holds the values with a little room.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="title">What it measures, with the unit.</param>
    /// <param name="most">Most ticks wanted.</param>
    public static AxisRange Of(IEnumerable<double> values, string title, int most)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite))
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        if (minimum > maximum) (minimum, maximum) = (0, 1);
        double room = maximum > minimum ? 0.04 * (maximum - minimum) : Math.Max(Math.Abs(maximum), 1) * 0.5;
        (minimum, maximum) = (minimum - room, maximum + room);
        return new AxisRange(minimum, maximum, Ticks.Round(minimum, maximum, most), title);
    }

    /// <summary>An axis of time.</summary>
    /// <param name="first">Its start.</param>
    /// <param name="last">Its end.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    public static AxisRange Of(DateTime first, DateTime last, int width)
    {
        if (last <= first) last = first.AddDays(1);
        return new AxisRange(first.ToOADate(), last.ToOADate(), Ticks.Times(first, last, Math.Max(3, width / 80)), Grid: false);
    }
}
