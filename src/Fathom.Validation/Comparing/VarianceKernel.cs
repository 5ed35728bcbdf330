namespace Fathom.Validation;

/// <summary>How autocovariances are weighted in a long-run variance.</summary>
public enum VarianceKernel
{
    /// <summary>Equal weights up to lag horizon − 1: Diebold and Mariano's own choice; may come out negative.</summary>
    Rectangular,

    /// <summary>Weights falling linearly, 1 − k/horizon at lag k (Newey and West 1987): never negative.</summary>
    Bartlett,
}
