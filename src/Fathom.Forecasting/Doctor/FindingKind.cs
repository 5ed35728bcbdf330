namespace Fathom.Forecasting;

/// <summary>What the data doctor found.</summary>
public enum FindingKind
{
    /// <summary>A high that no trade supports: the bar's upper wick is out of proportion and nothing else moved.</summary>
    FalseHigh,

    /// <summary>A low that no trade supports: the bar's lower wick is out of proportion and nothing else moved.</summary>
    FalseLow,

    /// <summary>A high below the open or close, or a low above them.</summary>
    InconsistentBar,

    /// <summary>A close that jumps away and comes back at once.</summary>
    CloseSpike,

    /// <summary>The same close for many observations in a row.</summary>
    StaleClose,

    /// <summary>An overnight jump by the ratio of a common split.</summary>
    UnadjustedSplit,

    /// <summary>A stretch of missing observations.</summary>
    Gap,
}
