using System.Globalization;

namespace Fathom.Forecasting;

/// <summary>
/// Highs and lows that no trade supports. A wick is suspect when it is longer than 4 × the median log range of the 22 bars before (as repaired: false prints
/// come in clusters and would hide one another) and longer than 2 %.
/// A suspect wick is kept in two cases, and cut back to the bar's body otherwise:
/// <list type="number">
/// <item>It stays within the overnight gap: the extreme does not pass the close before, so the market was there a session ago.</item>
/// <item>The day itself was a crash or a squeeze: at least 3 × the median volume of the 22 bars before, and a close at least 3 daily deviations away
/// in the wick's direction. A print that nobody traded at moves neither.</item>
/// </list>
/// </summary>
internal static class FalsePrints
{
    private const int Window = 22;
    private const double WickToRange = 4;
    private const double LeastWick = 0.02;
    private const double CrashVolume = 3;
    private const double CrashMove = 3;

    public static PriceBars Repair(PriceSeries series, PriceBars bars, List<Finding> findings)
    {
        int n = series.Length;
        if (Array.Exists(bars.Low, low => low <= 0))
            return bars;
        double[] high = [.. bars.High], low = [.. bars.Low];
        var range = new double[n];
        double[] move = Causal.Change(series.Close);
        double[]? usualVolume = series.Volume is null ? null : Rolling.MedianBefore(series.Volume, Window);
        double[] deviation = Rolling.RootMeanSquareBefore(move, Window, least: 5);
        range[0] = Math.Log(high[0] / low[0]);
        for (int i = 1; i < n; i++)
        {
            double usualRange = Rolling.MedianBefore(range, i, Window);
            double top = Math.Max(bars.Open[i], series.Close[i]), bottom = Math.Min(bars.Open[i], series.Close[i]);
            double upper = Math.Log(bars.High[i] / top), lower = Math.Log(bottom / bars.Low[i]);
            double limit = Math.Max(WickToRange * usualRange, LeastWick);
            var evidence = new Evidence(series.Close[i - 1], move[i] / deviation[i], usualVolume is null ? null : series.Volume![i] / usualVolume[i]);
            if (upper > limit)
                high[i] = Judge(FindingKind.FalseHigh, "High", bars.High[i], top, upper, usualRange, series.Times[i], evidence);
            if (lower > limit)
                low[i] = Judge(FindingKind.FalseLow, "Low", bars.Low[i], bottom, lower, usualRange, series.Times[i], evidence);
            range[i] = Math.Log(high[i] / low[i]);
        }

        return bars with { High = high, Low = low };

        double Judge(FindingKind kind, string field, double extreme, double body, double wick, double usualRange, DateTime time, Evidence evidence)
        {
            string? reason = evidence.Supports(kind == FindingKind.FalseHigh, extreme);
            string size = string.Create(CultureInfo.InvariantCulture,
                $"The wick of {100 * (Math.Exp(wick) - 1):0.0} % is {wick / usualRange:0.0} × the usual range");
            findings.Add(new Finding(kind, time, field, extreme, reason is null ? body : null,
                reason is null ? $"{size}, but {evidence.Absence}." : $"{size}; {reason}."));
            return reason is null ? body : extreme;
        }
    }

    private readonly record struct Evidence(double CloseBefore, double MoveInDeviations, double? VolumeShare)
    {
        public string Absence => VolumeShare is { } volume
            ? string.Create(CultureInfo.InvariantCulture, $"volume was {volume:0.0} × the usual and the close moved {MoveInDeviations:+0.0;−0.0} deviations")
            : string.Create(CultureInfo.InvariantCulture, $"the close moved {MoveInDeviations:+0.0;−0.0} deviations");

        public string? Supports(bool up, double extreme)
        {
            if (up ? extreme <= CloseBefore : extreme >= CloseBefore)
                return string.Create(CultureInfo.InvariantCulture, $"it stays short of the close before ({CloseBefore:0.00}), within the overnight gap, and is kept");
            double along = up ? MoveInDeviations : -MoveInDeviations;
            if (along >= CrashMove && VolumeShare is null or >= CrashVolume)
                return $"the day bears it out ({Absence}), and it is kept";
            return null;
        }
    }
}
