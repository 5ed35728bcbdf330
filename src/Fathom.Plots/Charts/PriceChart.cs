using System.Globalization;
using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>The closes of the series with the data doctor's findings on them, on a logarithmic scale where all are positive.</summary>
internal static class PriceChart
{
    /// <summary>The picture; null where nothing was found.</summary>
    public static Chart? Of(DoctorReport report, PriceSeries series)
    {
        (double Day, double Value, bool Repaired)[] marks = [.. report.Findings.Where(finding => finding.OldValue is double value && double.IsFinite(value) && finding.Field != "Time")
            .Select(finding => (finding.Time.ToOADate(), finding.OldValue!.Value, finding.Repaired))];
        if (marks.Length == 0) return null;
        bool logarithmic = series.Close.Concat(marks.Select(mark => mark.Value)).All(value => value > 0);
        IGrouping<int, Finding> worst = report.Findings.Where(finding => finding.OldValue is not null).GroupBy(finding => finding.Time.Year).MaxBy(year => year.Count())!;
        return new Chart(
            $"{worst.Key} has most of the suspicious values, {Figures.Count(worst.Count())} of {Figures.Count(marks.Length)}",
            $"Dots stand at the value as it came, filled where it was repaired, hollow where it was kept.{DoctorChart.Drawn(marks.Length)}",
            $"Closes of {series.Name} from {Figures.Date(series.Times[0])} to {Figures.Date(series.Times[^1])} with {Figures.Count(marks.Length, "suspicious value", "suspicious values")} marked.",
            [new KeyEntry("close", Palette.Blue), new KeyEntry("repaired", Palette.Vermilion), new KeyEntry("kept", Palette.Green)],
            width =>
            {
                AxisRange prices = logarithmic ? Logarithmic(series.Close.Concat(marks.Select(mark => mark.Value)))
                    : AxisRange.Of(series.Close.Concat(marks.Select(mark => mark.Value)), "price", 5);
                var canvas = new Canvas(width, width <= Chart.Narrow ? 220 : 300, AxisRange.Of(series.Times[0], series.Times[^1], width), prices);
                canvas.Line(Array.ConvertAll(series.Times, time => time.ToOADate()), Array.ConvertAll(series.Close, Height), Palette.Blue, 1.2);
                foreach ((double day, double value, bool repaired) in Downsample.Even(marks, DoctorChart.Most)) canvas.Dot(day, Height(value), repaired ? Palette.Vermilion : Palette.Green, 7, !repaired);
                return canvas;
            });

        double Height(double value) => logarithmic ? Math.Log(value) : value;
    }

    /// <summary>An axis of logarithms whose ticks are round prices.</summary>
    internal static AxisRange Logarithmic(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double low = Math.Log(sorted[0]), high = Math.Log(sorted[^1]), room = Math.Max(0.02, 0.04 * (high - low));
        double[] factors = high - low > 3.5 ? [1] : high - low > 1 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
        double[] ticks = [.. Enumerable.Range((int)Math.Floor(low / Math.Log(10)), (int)Math.Ceiling((high - low) / Math.Log(10)) + 2)
            .SelectMany(power => factors.Select(factor => factor * Math.Pow(10, power))).Where(tick => Math.Log(tick) >= low - room && Math.Log(tick) <= high + room)];
        return new AxisRange(low - room, high + room, new Ticks(Array.ConvertAll(ticks, Math.Log),
            Array.ConvertAll(ticks, tick => tick.ToString("#,0.######", CultureInfo.InvariantCulture))), "price, logarithmic");
    }
}
