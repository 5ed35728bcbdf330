using Fathom.Tables;

namespace Fathom.Forecasting;

/// <summary>Makes a <see cref="PriceSeries"/> from a table.</summary>
public static class PriceSeriesReader
{
    /// <summary>Takes target, time and features from a table.</summary>
    /// <param name="table">The table, sorted by time.</param>
    /// <param name="target">The number column to forecast. Called "close" (in any case) beside open, high and low, it brings the bars with it.</param>
    /// <param name="time">The time column; null takes the table's only one.</param>
    /// <param name="features">Further number columns known at each time; null or empty for none.</param>
    /// <param name="name">Name of the series in sentences; null takes the target's.</param>
    /// <param name="source">Where the table came from, for the manifest.</param>
    /// <exception cref="TableException">A column does not exist or holds text; the message offers near names and shows the cell.</exception>
    /// <exception cref="ForecastException">Times or values cannot be forecast: see <see cref="PriceSeries(string, DateTime[], double[])"/>.</exception>
    public static PriceSeries Read(Table table, string target, string? time = null, IReadOnlyList<string>? features = null, string? name = null, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        TimeColumn times = time is null ? OnlyTime(table) : table.Time(time);
        double[] close = table.Number(target).Values;
        string where = $"column '{times.Name}'";
        for (int row = 0; row < times.Count; row++)
        {
            if (times.IsMissing(row))
                throw new ForecastException("A row has no time.", $"{where}, row {row + 1}", "Fill the time or drop the row.");
        }

        bool bars = target.Equals("close", StringComparison.OrdinalIgnoreCase);
        return new PriceSeries(name ?? target, times.Values, close)
        {
            Bars = bars && Find(table, "open") is { } open && Find(table, "high") is { } high && Find(table, "low") is { } low ? new PriceBars(open, high, low) : null,
            Volume = bars ? Find(table, "volume") : null,
            Features = [.. (features ?? []).Select(feature => new SeriesFeature(feature, table.Number(feature).Values))],
            Source = source,
        };
    }

    /// <summary>Takes closes, bars and volume from market bars.</summary>
    /// <param name="bars">The bars, adjusted for splits and dividends.</param>
    /// <param name="features">Further columns, aligned by <see cref="SeriesFeature.AsOf"/>; null for none.</param>
    /// <param name="source">Where the bars came from, for the manifest.</param>
    /// <exception cref="ForecastException">Times or values cannot be forecast.</exception>
    public static PriceSeries FromBars(Bars bars, IReadOnlyList<SeriesFeature>? features = null, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(bars);
        return new PriceSeries(bars.Symbol, bars.Time, bars.Close)
        {
            Bars = new PriceBars(bars.Open, bars.High, bars.Low),
            Volume = bars.Volume.Length > 0 ? bars.Volume : null,
            Features = features ?? [],
            Source = source,
        };
    }

    /// <summary>
    /// SPY daily bars 1998-01-02 – 2021-03-31, adjusted for dividends and splits, with the close of the VIX as a feature; they ship with Fathom. The VIX settles
    /// a quarter of an hour after SPY closes, so a forecast is made at 16:15 in New York.
    /// </summary>
    public static PriceSeries Spy()
    {
        Bars spy = Datasets.Spy(), vix = Datasets.Vix();
        return FromBars(spy, [SeriesFeature.AsOf(SeriesFeature.Vix, spy.Time, vix.Time, vix.Close)], "embedded: SPY daily bars (QuantConnect LEAN, Apache-2.0) and VIX (PDDL)");
    }

    private static double[]? Find(Table table, string name) =>
        table.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is NumberColumn numbers ? numbers.Values : null;

    private static TimeColumn OnlyTime(Table table)
    {
        TimeColumn[] times = [.. table.Columns.OfType<TimeColumn>()];
        return times.Length switch
        {
            1 => times[0],
            0 => throw new ForecastException("The table has no time column.", $"columns {string.Join(", ", table.Names)}",
                "Add one column of dates, or name the column that holds them."),
            _ => throw new ForecastException($"The table has {times.Length} time columns.", string.Join(", ", times.Select(column => $"'{column.Name}'")),
                "Name the one to go by."),
        };
    }
}
