using System.Globalization;

namespace Fathom.Forecasting;

/// <summary>Missing stretches: spacings far above both the usual one and those that belong to the series' rhythm (weekends, nights).</summary>
internal static class GapCheck
{
    private const double TimesMedian = 5;
    private const double TimesRhythm = 1.5;

    public static void Examine(PriceSeries series, List<Finding> findings)
    {
        long[] spacing = [.. Enumerable.Range(1, series.Length - 1).Select(i => series.Times[i].Ticks - series.Times[i - 1].Ticks)];
        long[] sorted = [.. spacing];
        Array.Sort(sorted);
        double limit = Math.Max(TimesMedian * sorted[sorted.Length / 2], TimesRhythm * sorted[(int)(0.99 * (sorted.Length - 1))]);
        for (int i = 0; i < spacing.Length; i++)
        {
            if (spacing[i] > limit)
            {
                string length = spacing[i] >= TimeSpan.TicksPerDay
                    ? string.Create(CultureInfo.InvariantCulture, $"{(double)spacing[i] / TimeSpan.TicksPerDay:0.#} days")
                    : string.Create(CultureInfo.InvariantCulture, $"{(double)spacing[i] / TimeSpan.TicksPerHour:0.##} hours");
                findings.Add(new Finding(FindingKind.Gap, series.Times[i + 1], "Time", null, null,
                    $"Nothing for {length} since {SeriesChecks.Show(series.Times[i])}. The step across counts as one observation."));
            }
        }
    }
}
