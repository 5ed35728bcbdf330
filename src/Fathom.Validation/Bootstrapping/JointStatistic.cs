namespace Fathom.Validation;

/// <summary>Numbers computed from several series at once, such as the difference of two Sharpe ratios. Must not keep or change the samples, and is called from several threads.</summary>
/// <param name="samples">The observations of every series, original or resampled.</param>
/// <param name="values">Receives the numbers.</param>
public delegate void JointStatistic(IReadOnlyList<double[]> samples, Span<double> values);
