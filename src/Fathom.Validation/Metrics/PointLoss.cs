namespace Fathom.Validation;

/// <summary>Losses per observation, lower being better: what forecast comparisons are made of.</summary>
public static class PointLoss
{
    /// <summary>|actual − forecast| per observation.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    public static double[] Absolute(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        var loss = new double[actual.Length];
        for (int i = 0; i < loss.Length; i++)
            loss[i] = Math.Abs(actual[i] - forecast[i]);
        return loss;
    }

    /// <summary>(actual − forecast)² per observation.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    public static double[] Squared(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        var loss = new double[actual.Length];
        for (int i = 0; i < loss.Length; i++)
            loss[i] = (actual[i] - forecast[i]) * (actual[i] - forecast[i]);
        return loss;
    }

    /// <summary>
    /// QLIKE, a/f − ln(a/f) − 1 per observation: the loss for variances that ranks forecasts rightly even where the outcome is a noisy
    /// measure of the true variance (Patton 2011, "Volatility forecast comparison using imperfect volatility proxies").
    /// </summary>
    /// <param name="actual">Measured variances, all positive.</param>
    /// <param name="forecast">Forecast variances, all positive.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero, or a variance is not positive.</exception>
    public static double[] Qlike(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        var loss = new double[actual.Length];
        for (int i = 0; i < loss.Length; i++)
        {
            CheckPositive(actual[i], i, nameof(actual));
            CheckPositive(forecast[i], i, nameof(forecast));
            double ratio = actual[i] / forecast[i];
            loss[i] = ratio - Math.Log(ratio) - 1;
        }

        return loss;
    }

    /// <summary>
    /// Pinball (quantile) loss per observation: τ(a − f) where the outcome lies above the forecast, (1 − τ)(f − a) below
    /// (Koenker and Bassett 1978).
    /// </summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecast quantiles, as many.</param>
    /// <param name="quantile">The level τ that the forecasts claim, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside (0, 1).</exception>
    public static double[] Pinball(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, double quantile)
    {
        SpanMath.CheckPair(actual, forecast);
        if (!(quantile > 0 && quantile < 1))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile level lies strictly between 0 and 1.");
        var loss = new double[actual.Length];
        for (int i = 0; i < loss.Length; i++)
        {
            double error = actual[i] - forecast[i];
            loss[i] = error >= 0 ? quantile * error : (quantile - 1) * error;
        }

        return loss;
    }

    private static void CheckPositive(double value, int index, string name)
    {
        if (!(value > 0))
            throw new ArgumentException($"{name}[{index}] is {value}: QLIKE compares variances, which must be positive. Floor them at a small positive value.", name);
    }
}
