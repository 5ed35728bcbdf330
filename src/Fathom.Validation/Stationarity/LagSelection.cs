namespace Fathom.Validation;

/// <summary>How the number of lags is chosen; all candidates are fitted on the same observations.</summary>
public enum LagSelection
{
    /// <summary>Least Akaike information criterion.</summary>
    Aic,

    /// <summary>Least Bayesian (Schwarz) information criterion.</summary>
    Bic,

    /// <summary>From the largest number down, the first whose last lag has |t| ≥ 1.645 (Ng and Perron 1995), the residual variance with denominator n.</summary>
    TStatistic,
}
