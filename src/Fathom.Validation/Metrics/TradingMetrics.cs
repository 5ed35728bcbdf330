namespace Fathom.Validation;

/// <summary>What traders ask of a series of returns, one per period, simple (not logarithmic) and in excess of the riskless rate where that matters.</summary>
public static class TradingMetrics
{
    /// <summary>
    /// Annual Sharpe ratio with Lo's correction for autocorrelation (Lo 2002, equation 20): SR × q/√(q + 2 Σ (q − k) ρ_k).
    /// Without autocorrelation the factor is √q.
    /// </summary>
    /// <param name="returns">Excess returns, more than <paramref name="lags"/> + 1.</param>
    /// <param name="periodsPerYear">Periods per year q, such as 252.</param>
    /// <param name="lags">Autocorrelations to count, below q. 0, the default, annualises by √q.</param>
    /// <exception cref="ArgumentException">Too few returns, or the autocorrelations given make the variance negative.</exception>
    public static double AnnualSharpe(ReadOnlySpan<double> returns, int periodsPerYear, int lags = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periodsPerYear, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lags, periodsPerYear);
        double q = periodsPerYear, variance = q;
        if (lags > 0)
        {
            double[] rho = Autocorrelation.Function(returns, lags);
            for (int k = 1; k <= lags; k++)
                variance += 2 * (q - k) * rho[k];
        }

        if (!(variance > 0))
            throw new ArgumentException($"{lags} sample autocorrelations make the annual variance negative. Use fewer lags.", nameof(lags));
        return Sharpe.Ratio(returns) * q / Math.Sqrt(variance);
    }

    /// <summary>Sortino ratio per period: mean excess over the target, over the root mean square shortfall below it; positive infinity where nothing falls short.</summary>
    /// <param name="returns">Returns, at least one.</param>
    /// <param name="target">Return to reach per period. Default 0.</param>
    public static double Sortino(ReadOnlySpan<double> returns, double target = 0)
    {
        SpanMath.CheckLength(returns, 1);
        double excess = 0, shortfall = 0;
        foreach (double r in returns)
        {
            excess += r - target;
            shortfall += r < target ? (r - target) * (r - target) : 0;
        }

        return excess / returns.Length / Math.Sqrt(shortfall / returns.Length);
    }

    /// <summary>Largest fall of the compounded wealth from an earlier peak, as a fraction from 0 to 1; the start counts as a peak.</summary>
    /// <param name="returns">Simple returns, none below −1.</param>
    /// <exception cref="ArgumentException">A return loses more than everything.</exception>
    public static double MaximumDrawdown(ReadOnlySpan<double> returns)
    {
        double wealth = 1, peak = 1, worst = 0;
        for (int i = 0; i < returns.Length; i++)
        {
            if (!(returns[i] >= -1))
                throw new ArgumentException($"returns[{i}] is {returns[i]}: a simple return cannot lose more than everything. Are these percentages?", nameof(returns));
            wealth *= 1 + returns[i];
            peak = Math.Max(peak, wealth);
            worst = Math.Max(worst, 1 - wealth / peak);
        }

        return worst;
    }

    /// <summary>Calmar ratio: compound annual growth over the <see cref="MaximumDrawdown"/>; positive infinity for growth without drawdown.</summary>
    /// <param name="returns">Simple returns, at least one, none below −1.</param>
    /// <param name="periodsPerYear">Periods per year, such as 252.</param>
    public static double Calmar(ReadOnlySpan<double> returns, int periodsPerYear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periodsPerYear, 1);
        SpanMath.CheckLength(returns, 1);
        double drawdown = MaximumDrawdown(returns), wealth = 1;
        foreach (double r in returns)
            wealth *= 1 + r;
        return (Math.Pow(wealth, (double)periodsPerYear / returns.Length) - 1) / drawdown;
    }

    /// <summary>Share of periods with a gain among those with a gain or a loss; NaN where there is neither.</summary>
    /// <param name="returns">Returns.</param>
    public static double HitRate(ReadOnlySpan<double> returns)
    {
        int gains = 0, told = 0;
        foreach (double r in returns)
        {
            gains += r > 0 ? 1 : 0;
            told += r != 0 ? 1 : 0;
        }

        return told == 0 ? double.NaN : (double)gains / told;
    }

    /// <summary>Mean absolute change of position from one period to the next, the entry from zero included.</summary>
    /// <param name="positions">Position held in each period, as a share of capital; at least one.</param>
    public static double Turnover(ReadOnlySpan<double> positions)
    {
        SpanMath.CheckLength(positions, 1);
        double sum = 0, previous = 0;
        foreach (double position in positions)
        {
            sum += Math.Abs(position - previous);
            previous = position;
        }

        return sum / positions.Length;
    }

    /// <summary>Information coefficient: Spearman's rank correlation of forecasts and outcomes, ties sharing the mean of their ranks; NaN where either is constant.</summary>
    /// <param name="actual">Outcomes, at least two.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double InformationCoefficient(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        SpanMath.CheckFinite(actual);
        SpanMath.CheckFinite(forecast);
        SpanMath.CheckLength(actual, 2);
        double[] a = SpanMath.Demean(Ranks(actual)), b = SpanMath.Demean(Ranks(forecast));
        return SpanMath.Dot(a, b) / Math.Sqrt(SpanMath.Dot(a, a) * SpanMath.Dot(b, b));
    }

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int from = 0; from < sorted.Length;)
        {
            int to = from;
            while (to < sorted.Length && sorted[to] == sorted[from])
                to++;
            for (int i = from; i < to; i++)
                ranks[order[i]] = (from + to + 1) / 2.0;
            from = to;
        }

        return ranks;
    }
}
