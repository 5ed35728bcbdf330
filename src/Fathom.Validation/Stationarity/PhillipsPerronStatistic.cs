namespace Fathom.Validation;

/// <summary>Which of the two statistics of Phillips and Perron (1988) to use.</summary>
public enum PhillipsPerronStatistic
{
    /// <summary>Z_τ, from the t statistic of ρ − 1.</summary>
    Tau,

    /// <summary>Z_ρ, from n(ρ − 1).</summary>
    Rho,
}
