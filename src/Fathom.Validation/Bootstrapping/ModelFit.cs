namespace Fathom.Validation;

/// <summary>Fits a model to a series, such as <c>y => Autoregression.Fit(y, 1)</c>. Called from several threads.</summary>
/// <param name="series">Observations in order of time.</param>
public delegate IResidualModel ModelFit(ReadOnlySpan<double> series);
