namespace Fathom.Validation;

/// <summary>The Sharpe ratio per period: mean over standard deviation of excess returns (Sharpe 1994).</summary>
public static class Sharpe
{
    /// <summary>Mean over standard deviation (denominator n), not annualised; NaN where all returns are equal.
    /// Multiply by the root of the periods per year to annualise.</summary>
    /// <param name="returns">Returns in excess of the riskless rate, one per period; at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two returns.</exception>
    public static double Ratio(ReadOnlySpan<double> returns)
    {
        SpanMath.CheckLength(returns, 2);
        double mean = SpanMath.Mean(returns);
        double deviation = Math.Sqrt(SpanMath.SumOfSquares(returns, mean) / returns.Length);
        return deviation > 0 ? mean / deviation : double.NaN;
    }
}
