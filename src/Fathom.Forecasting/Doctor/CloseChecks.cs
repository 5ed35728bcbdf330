using System.Globalization;

namespace Fathom.Forecasting;

/// <summary>Closes that look wrong: spikes that come back, values that stand still, jumps by the ratio of a split. Reported, never changed: a close is the target.</summary>
internal static class CloseChecks
{
    private const int Window = 22;
    private const double SpikeDeviations = 10;
    private const double SpikeReturn = 0.2;
    private const int StaleRun = 5;
    private const double SplitDeviations = 8;
    private const double SplitTolerance = 0.03;
    private static readonly double[] SplitRatios = [1.5, 2, 3, 4, 5, 7, 8, 10, 15, 20, 25, 50];

    public static void Examine(PriceSeries series, List<Finding> findings)
    {
        Stale(series, findings);
        if (Array.TrueForAll(series.Close, close => close > 0))
            Jumps(series, findings);
    }

    private static void Jumps(PriceSeries series, List<Finding> findings)
    {
        double[] close = series.Close;
        int n = close.Length;
        var move = new double[n];
        for (int i = 1; i < n; i++)
            move[i] = Math.Log(close[i] / close[i - 1]);
        double[] size = Array.ConvertAll(move, Math.Abs);
        double[] median = Rolling.MedianBefore(size, Window);
        for (int i = Window; i < n; i++)
        {
            // The median of |r| is 0.6745 σ for normal returns.
            double deviation = median[i] / 0.6745;
            double deviations = size[i] / deviation;
            if (!(deviation > 0) || deviations < SplitDeviations)
                continue;
            if (deviations >= SpikeDeviations && i + 1 < n && Math.Abs(move[i] + move[i + 1]) <= SpikeReturn * size[i])
            {
                findings.Add(new Finding(FindingKind.CloseSpike, series.Times[i], "Close", close[i], null, string.Create(CultureInfo.InvariantCulture,
                    $"The close moved {Math.Exp(move[i]) - 1:+0.0%;−0.0%} and came back at once. Kept: compare it with another source.")));
                i++;
            }
            else if (Split(Math.Exp(size[i])) is { } ratio)
            {
                findings.Add(new Finding(FindingKind.UnadjustedSplit, series.Times[i], "Close", close[i], null, string.Create(CultureInfo.InvariantCulture,
                    $"The close {(move[i] < 0 ? "fell to 1/" : "rose to ")}{ratio} of the one before, {deviations:0} deviations: a split that was not adjusted? Kept: adjust the prices if it was.")));
            }
        }
    }

    private static double? Split(double ratio)
    {
        double nearest = SplitRatios.MinBy(candidate => Math.Abs(Math.Log(ratio / candidate)));
        return Math.Abs(Math.Log(ratio / nearest)) <= SplitTolerance ? nearest : null;
    }

    private static void Stale(PriceSeries series, List<Finding> findings)
    {
        double[] close = series.Close;
        for (int start = 0, end; start < close.Length; start = end)
        {
            for (end = start + 1; end < close.Length && close[end] == close[start];)
                end++;
            if (end - start >= StaleRun)
            {
                findings.Add(new Finding(FindingKind.StaleClose, series.Times[end - 1], "Close", close[start], null,
                    $"The same close {end - start} times in a row since {SeriesChecks.Show(series.Times[start])}. Kept: check whether the market was open."));
            }
        }
    }
}
