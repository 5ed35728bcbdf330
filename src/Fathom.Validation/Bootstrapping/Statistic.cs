namespace Fathom.Validation;

/// <summary>A number computed from a sample, such as <see cref="Sharpe.Ratio"/>. Must not keep or change the sample, and is called from several threads.</summary>
/// <param name="sample">The observations, original or resampled.</param>
public delegate double Statistic(ReadOnlySpan<double> sample);
