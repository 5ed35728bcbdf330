namespace Fathom.Forecasting;

/// <summary>One test of what a model's residuals still hold, over the test time line.</summary>
/// <param name="Model">Name of the forecaster.</param>
/// <param name="Test">Name of the test, such as "Ljung–Box".</param>
/// <param name="Lags">Lags used; null for tests without.</param>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">p-value, 0–1.</param>
/// <param name="Reading">What the result means, in a few plain words.</param>
public sealed record ResidualTest(string Model, string Test, int? Lags, double Statistic, double PValue, string Reading);
