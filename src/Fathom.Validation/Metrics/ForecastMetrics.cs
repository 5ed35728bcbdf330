namespace Fathom.Validation;

/// <summary>
/// Averages of forecast errors over a test set. Percentages come as fractions: 0.041 is 4.1 %. NaN in, NaN out.
/// All methods throw <see cref="ArgumentException"/> where lengths differ or are zero.
/// </summary>
public static class ForecastMetrics
{
    /// <summary>Mean absolute error, in units of the outcome.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double MeanAbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
            sum += Math.Abs(actual[i] - forecast[i]);
        return sum / actual.Length;
    }

    /// <summary>Median absolute error, in units of the outcome.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double MedianAbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double[] errors = PointLoss.Absolute(actual, forecast);
        Array.Sort(errors);
        return double.IsNaN(errors[0]) ? double.NaN : SpanMath.Quantile(errors, 0.5);
    }

    /// <summary>Mean squared error, in squared units of the outcome.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double MeanSquaredError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
            sum += (actual[i] - forecast[i]) * (actual[i] - forecast[i]);
        return sum / actual.Length;
    }

    /// <summary>Root mean squared error, in units of the outcome.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double RootMeanSquaredError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast) =>
        Math.Sqrt(MeanSquaredError(actual, forecast));

    /// <summary>Mean error, forecast − actual: positive where forecasts are too high.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double Bias(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        return SpanMath.Mean(forecast) - SpanMath.Mean(actual);
    }

    /// <summary>Coefficient of determination, 1 − Σ(a − f)²/Σ(a − ā)². Negative where the mean of the test set would have done better;
    /// NaN where all outcomes are equal.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double RSquared(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double residual = MeanSquaredError(actual, forecast) * actual.Length;
        double total = SpanMath.SumOfSquares(actual, SpanMath.Mean(actual));
        return total > 0 ? 1 - residual / total : double.NaN;
    }

    /// <summary>Mean absolute percentage error, |a − f|/|a| on average, as a fraction.</summary>
    /// <param name="actual">Outcomes, none of them zero.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    /// <exception cref="ArgumentException">An outcome is zero: use <see cref="MeanAbsoluteScaledError"/> there.</exception>
    public static double MeanAbsolutePercentageError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] == 0)
                throw new ArgumentException($"actual[{i}] is 0, so its percentage error does not exist. Use MeanAbsoluteScaledError.", nameof(actual));
            sum += Math.Abs((actual[i] - forecast[i]) / actual[i]);
        }

        return sum / actual.Length;
    }

    /// <summary>Symmetric mean absolute percentage error, 2|a − f|/(|a| + |f|) on average, from 0 to 2 as in the M4 competition;
    /// an observation with outcome and forecast both zero counts as 0.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double SymmetricMeanAbsolutePercentageError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double scale = Math.Abs(actual[i]) + Math.Abs(forecast[i]);
            sum += scale == 0 ? 0 : 2 * Math.Abs(actual[i] - forecast[i]) / scale;
        }

        return sum / actual.Length;
    }

    /// <summary>
    /// Mean absolute scaled error (Hyndman and Koehler 2006): the mean absolute error over that of the (seasonal) naive forecaster on the
    /// training series. Below 1 is better than naive was in training.
    /// </summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    /// <param name="training">The training series, longer than a season and not constant.</param>
    /// <param name="season">Observations in a season; 1 (the default) repeats the last value.</param>
    /// <exception cref="ArgumentException">The training series is too short, or the naive forecaster makes no error on it.</exception>
    public static double MeanAbsoluteScaledError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, ReadOnlySpan<double> training, int season = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        SpanMath.CheckLength(training, season + 1);
        double naive = MeanAbsoluteError(training[season..], training[..^season]);
        if (naive == 0)
            throw new ArgumentException("The naive forecaster makes no error on the training series, so there is no scale. Use MeanAbsoluteError.", nameof(training));
        return MeanAbsoluteError(actual, forecast) / naive;
    }

    /// <summary>Mean of <see cref="PointLoss.Qlike"/>, for variances.</summary>
    /// <param name="actual">Measured variances, all positive.</param>
    /// <param name="forecast">Forecast variances, all positive.</param>
    public static double Qlike(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast) => SpanMath.Mean(PointLoss.Qlike(actual, forecast));

    /// <summary>Mean of <see cref="PointLoss.Pinball"/>, for quantiles.</summary>
    /// <param name="actual">Outcomes.</param>
    /// <param name="forecast">Forecast quantiles, as many.</param>
    /// <param name="quantile">The level that the forecasts claim, between 0 and 1.</param>
    public static double PinballLoss(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, double quantile) =>
        SpanMath.Mean(PointLoss.Pinball(actual, forecast, quantile));

    /// <summary>Share of observations whose sign the forecast names rightly. Observations where outcome or forecast is zero say nothing and
    /// are left out; NaN where none remains (a forecaster of zeros has no direction).</summary>
    /// <param name="actual">Outcomes, such as returns.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double DirectionAccuracy(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        SpanMath.CheckPair(actual, forecast);
        int right = 0, told = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double product = Math.Sign(actual[i]) * Math.Sign(forecast[i]);
            told += product != 0 ? 1 : 0;
            right += product > 0 ? 1 : 0;
        }

        return told == 0 ? double.NaN : (double)right / told;
    }
}
