namespace Fathom.Validation;

/// <summary>Deterministic terms in a unit-root or stationarity test.</summary>
public enum Trend
{
    /// <summary>None ("n").</summary>
    None,

    /// <summary>A constant ("c").</summary>
    Constant,

    /// <summary>A constant and a linear trend ("ct").</summary>
    Linear,

    /// <summary>A constant, a linear and a quadratic trend ("ctt").</summary>
    Quadratic,
}
