namespace Fathom.Validation;

/// <summary>How a confidence interval is read off bootstrap replications (Efron and Tibshirani 1993; Davison and Hinkley 1997, chapter 5).</summary>
public enum IntervalMethod
{
    /// <summary>Quantiles of the replications mirrored about the estimate: 2θ̂ − q.</summary>
    Basic,

    /// <summary>Quantiles of the replications.</summary>
    Percentile,

    /// <summary>Estimate ± normal quantile × standard deviation of the replications.</summary>
    Normal,

    /// <summary>Percentiles corrected for median bias (BC).</summary>
    BiasCorrected,

    /// <summary>Percentiles corrected for median bias and for skewness, the acceleration taken from the jackknife (BCa).</summary>
    Bca,

    /// <summary>Bootstrap-t: quantiles of the error over its own standard error, which a nested bootstrap estimates for every replication.</summary>
    Studentized,
}
