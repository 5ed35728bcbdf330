namespace Fathom.Forecasting;

/// <summary>A bar's high is its greatest price and its low the least; where they are not, they are moved to the open or close that passes them.</summary>
internal static class BarConsistency
{
    private const double Rounding = 1e-9;

    public static PriceBars Repair(PriceSeries series, PriceBars bars, List<Finding> findings)
    {
        double[] high = [.. bars.High], low = [.. bars.Low];
        for (int i = 0; i < high.Length; i++)
        {
            double top = Math.Max(bars.Open[i], series.Close[i]), bottom = Math.Min(bars.Open[i], series.Close[i]);
            if (high[i] < top * (1 - Rounding))
                findings.Add(new Finding(FindingKind.InconsistentBar, series.Times[i], "High", high[i], top, "The high was below the open or the close."));
            if (low[i] > bottom * (1 + Rounding))
                findings.Add(new Finding(FindingKind.InconsistentBar, series.Times[i], "Low", low[i], bottom, "The low was above the open or the close."));
            high[i] = Math.Max(high[i], top);
            low[i] = Math.Min(low[i], bottom);
        }

        return bars with { High = high, Low = low };
    }
}
