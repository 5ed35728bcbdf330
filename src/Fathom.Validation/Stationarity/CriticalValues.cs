namespace Fathom.Validation;

/// <summary>Critical values of a test.</summary>
/// <param name="OnePercent">At the 1 % level.</param>
/// <param name="FivePercent">At the 5 % level.</param>
/// <param name="TenPercent">At the 10 % level.</param>
public readonly record struct CriticalValues(double OnePercent, double FivePercent, double TenPercent);
