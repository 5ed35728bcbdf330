namespace Fathom.Forecasting.Tests;

/// <summary>The shipped SPY bars, read once.</summary>
internal static class SpyData
{
    private static readonly Lazy<PriceSeries> LazyRaw = new(PriceSeriesReader.Spy);
    private static readonly Lazy<(PriceSeries Series, DoctorReport Report)> LazyExamined = new(() => DataDoctor.Examine(Raw));

    public static PriceSeries Raw => LazyRaw.Value;

    public static PriceSeries Repaired => LazyExamined.Value.Series;

    public static DoctorReport Report => LazyExamined.Value.Report;

    /// <summary>
    /// The published filter on the bars as they came: wicks longer than 4 × the median log range of the 22 bars before and longer than 2 %; +1 for highs, −1 for lows.
    /// </summary>
    public static IEnumerable<(int Row, int Side)> Suspects()
    {
        PriceBars bars = Raw.Bars!;
        for (int i = 1; i < Raw.Length; i++)
        {
            double[] before = [.. Enumerable.Range(Math.Max(0, i - 22), Math.Min(i, 22)).Select(k => Math.Log(bars.High[k] / bars.Low[k])).Order()];
            double median = (before[(before.Length - 1) / 2] + before[before.Length / 2]) / 2;
            double upper = Math.Log(bars.High[i] / Math.Max(bars.Open[i], Raw.Close[i])), lower = Math.Log(Math.Min(bars.Open[i], Raw.Close[i]) / bars.Low[i]);
            if (upper > 4 * median && upper > 0.02) yield return (i, 1);
            if (lower > 4 * median && lower > 0.02) yield return (i, -1);
        }
    }

    /// <summary>The bars behind the published table: every wick that the filter finds cut off, real crashes too.</summary>
    public static PriceSeries Shaved()
    {
        double[] high = [.. Raw.Bars!.High], low = [.. Raw.Bars.Low];
        foreach ((int i, int side) in Suspects())
        {
            if (side > 0) high[i] = Math.Max(Raw.Bars.Open[i], Raw.Close[i]);
            else low[i] = Math.Min(Raw.Bars.Open[i], Raw.Close[i]);
        }

        return Raw with { Bars = Raw.Bars with { High = high, Low = low } };
    }
}
