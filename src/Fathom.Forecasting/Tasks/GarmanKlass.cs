namespace Fathom.Forecasting;

/// <summary>
/// Variance of a session from its bar, ½ ln²(H/L) − (2 ln 2 − 1) ln²(C/O), about seven times as precise as the squared return (Garman and Klass,
/// "On the estimation of security price volatilities from historical data", Journal of Business 53, 1980). The overnight gap is no part of it.
/// </summary>
public static class GarmanKlass
{
    /// <summary>Least variance that is returned: a bar without a range would else have no logarithm. (0.01 %)² per period.</summary>
    public const double Floor = 1e-8;

    private static readonly double CloseWeight = 2 * Math.Log(2) - 1;

    /// <summary>The variance of each bar.</summary>
    /// <param name="bars">Open, high and low, all positive.</param>
    /// <param name="close">Closes, as many.</param>
    /// <returns>Variances per period, at least <see cref="Floor"/>.</returns>
    public static double[] Variance(PriceBars bars, double[] close)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(close);
        var variance = new double[close.Length];
        for (int i = 0; i < variance.Length; i++)
        {
            double range = Math.Log(bars.High[i] / bars.Low[i]), body = Math.Log(close[i] / bars.Open[i]);
            variance[i] = Math.Max(Floor, 0.5 * range * range - CloseWeight * body * body);
        }

        return variance;
    }
}
