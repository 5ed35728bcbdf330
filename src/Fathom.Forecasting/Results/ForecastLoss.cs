namespace Fathom.Forecasting;

/// <summary>The losses a tournament reports. Smaller is better for each.</summary>
public enum ForecastLoss
{
    /// <summary>Mean absolute error, mean |y − f|, in the unit of <see cref="TaskSummary.Unit"/>.</summary>
    MeanAbsoluteError,

    /// <summary>Root mean squared error, √mean (y − f)², in the unit of <see cref="TaskSummary.Unit"/>.</summary>
    RootMeanSquaredError,

    /// <summary>
    /// QLIKE of a variance forecast, mean (y/f − ln(y/f) − 1): zero for a perfect forecast, robust to noise in the measured variance
    /// (Patton, "Volatility forecast comparison using imperfect volatility proxies", Journal of Econometrics 160, 2011).
    /// </summary>
    Qlike,
}
