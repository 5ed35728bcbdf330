namespace Fathom.Forecasting;

/// <summary>What kind of forecaster a row of the leaderboard is.</summary>
public enum ForecasterFamily
{
    /// <summary>No estimation beyond a mean or a median: zero, mean, median, last, drift, seasonal.</summary>
    Naive,

    /// <summary>A small econometric model: EWMA, HAR, log-HAR, scaled VIX².</summary>
    Statistical,

    /// <summary>A regularised linear regression on tabular features.</summary>
    Linear,

    /// <summary>Ensembles of decision trees on tabular features.</summary>
    Trees,

    /// <summary>Neural networks on sequences.</summary>
    Neural,
}
