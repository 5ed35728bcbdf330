namespace Fathom.Validation;

/// <summary>Random weights of the wild bootstrap, all of mean 0 and variance 1.</summary>
public enum WildWeight
{
    /// <summary>−1 or 1 with equal chance (Liu 1988; Davidson and Flachaire 2008): keeps the fourth moment, best where errors are symmetric.</summary>
    Rademacher,

    /// <summary>(1 − √5)/2 with chance (√5 + 1)/(2√5), else (1 + √5)/2 (Mammen 1993): keeps the third moment.</summary>
    Mammen,
}
