using System.Globalization;

namespace Fathom.Validation;

/// <summary>A series taken apart: trend + seasonal + remainder is the series.</summary>
/// <param name="Trend">The slow part.</param>
/// <param name="Seasonal">The part that repeats every period, and may change slowly.</param>
/// <param name="Remainder">The rest.</param>
/// <param name="Weights">Robustness weights from 0 (an outlier, ignored) to 1; all 1 where the fit was not robust.</param>
public sealed record SeasonalTrend(double[] Trend, double[] Seasonal, double[] Remainder, double[] Weights)
{
    /// <summary>Strength of the trend, max(0, 1 − Var(R)/Var(T + R)), from 0 to 1 (Wang, Smith and Hyndman 2006).</summary>
    public double TrendStrength => Strength(Trend);

    /// <summary>Strength of the season, max(0, 1 − Var(R)/Var(S + R)), from 0 to 1.</summary>
    public double SeasonalStrength => Strength(Seasonal);

    /// <summary>Both strengths in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Trend.Length} observations, trend strength {TrendStrength:0.###}, seasonal strength {SeasonalStrength:0.###}");

    private double Strength(double[] part)
    {
        double[] both = [.. part.Zip(Remainder, (p, r) => p + r)];
        double whole = SpanMath.SumOfSquares(both, SpanMath.Mean(both));
        return whole > 0 ? Math.Max(0, 1 - SpanMath.SumOfSquares(Remainder, SpanMath.Mean(Remainder)) / whole) : 0;
    }
}
