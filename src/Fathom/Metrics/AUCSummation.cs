namespace Fathom.Metrics;

/// <summary>What <see cref="AUC"/> takes for the curve's height between two thresholds (Keras's <c>summation_method</c>).</summary>
public enum AUCSummation
{
    /// <summary>The middle; for <see cref="AUCCurve.PR"/> the exact course of Davis and Goadrich (2006).</summary>
    Interpolation,

    /// <summary>The higher end: a bound from above.</summary>
    Majoring,

    /// <summary>The lower end: a bound from below.</summary>
    Minoring,
}
