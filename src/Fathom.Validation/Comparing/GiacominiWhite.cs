namespace Fathom.Validation;

/// <summary>
/// Giacomini and White's test (2006) of equal predictive ability of two forecasting methods, estimation error and all; the training window should be rolling, of fixed
/// length. Unconditionally, as Diebold and Mariano, it asks whether losses differ on average; conditionally, whether the difference could have been foretold
/// from a constant and the last difference known when the forecast was made.
/// </summary>
public static class GiacominiWhite
{
    /// <summary>Tests whether the loss difference can be foretold (h_t = (1, d_t)).</summary>
    /// <param name="firstLoss">Loss of the first forecast per observation, in order of time (see <see cref="PointLoss"/>).</param>
    /// <param name="secondLoss">Loss of the second forecast, as many.</param>
    /// <param name="horizon">Steps ahead that were forecast, at least 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a loss is not finite, there are fewer than 4 observations more than the horizon, or the loss difference does not vary.</exception>
    public static GiacominiWhiteResult Conditional(ReadOnlySpan<double> firstLoss, ReadOnlySpan<double> secondLoss, int horizon = 1)
    {
        double[] d = Difference(firstLoss, secondLoss, horizon);
        return Wald(d[horizon..], d[..^horizon], horizon);
    }

    /// <summary>Tests whether losses are equal on average (h_t = 1).</summary>
    /// <param name="firstLoss">Loss of the first forecast per observation, in order of time (see <see cref="PointLoss"/>).</param>
    /// <param name="secondLoss">Loss of the second forecast, as many.</param>
    /// <param name="horizon">Steps ahead that were forecast, at least 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a loss is not finite, there are fewer than 4 observations more than the horizon, or the losses are equal.</exception>
    public static GiacominiWhiteResult Unconditional(ReadOnlySpan<double> firstLoss, ReadOnlySpan<double> secondLoss, int horizon = 1) =>
        Wald(Difference(firstLoss, secondLoss, horizon), null, horizon);

    /// <summary>n z̄′ Ω⁻¹ z̄ with z_t = (d_t, known_t d_t) and Ω by uncentred Bartlett weights up to lag horizon − 1 (the paper's equation 7).</summary>
    private static GiacominiWhiteResult Wald(double[] d, double[]? known, int horizon)
    {
        int n = d.Length;
        double first = SpanMath.Mean(d), v11 = LongRun(d, d, horizon), statistic;
        if (!(v11 > 0))
            throw Degenerate();
        if (known is null)
            statistic = n * first * first / v11;
        else
        {
            double[] z = [.. d.Zip(known, (a, b) => a * b)];
            double second = SpanMath.Mean(z), v22 = LongRun(z, z, horizon), v12 = LongRun(d, z, horizon);
            double determinant = v11 * v22 - v12 * v12;
            if (!(determinant > 1e-12 * v11 * v22))
                throw Degenerate();
            statistic = n * (v22 * first * first - 2 * v12 * first * second + v11 * second * second) / determinant;
        }

        int freedom = known is null ? 1 : 2;
        return new GiacominiWhiteResult(statistic, ChiSquaredTail.Probability(freedom, statistic), freedom, first, horizon, n);
    }

    /// <summary>Σ over lags below the horizon of (1 − |k|/horizon) times the mean product of a_t and b_{t−k}, in both orders.</summary>
    private static double LongRun(double[] a, double[] b, int horizon)
    {
        int n = a.Length;
        double sum = SpanMath.Dot(a, b);
        for (int k = 1; k < horizon; k++)
            sum += (1 - (double)k / horizon) * (SpanMath.Dot(a.AsSpan(k), b.AsSpan(0, n - k)) + SpanMath.Dot(b.AsSpan(k), a.AsSpan(0, n - k)));
        return sum / n;
    }

    private static double[] Difference(ReadOnlySpan<double> firstLoss, ReadOnlySpan<double> secondLoss, int horizon)
    {
        SpanMath.CheckPair(firstLoss, secondLoss);
        SpanMath.CheckFinite(firstLoss);
        SpanMath.CheckFinite(secondLoss);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        SpanMath.CheckLength(firstLoss, horizon + 4);
        var difference = new double[firstLoss.Length];
        for (int i = 0; i < difference.Length; i++)
            difference[i] = firstLoss[i] - secondLoss[i];
        return difference;
    }

    private static ArgumentException Degenerate() =>
        new("The loss difference does not vary, so its variance cannot be estimated. Compare forecasts that differ, on more observations.");
}
