namespace Fathom.Forecasting;

/// <summary>A forecaster that could not be ranked because some folds lack its forecasts.</summary>
/// <param name="Model">Name of the forecaster.</param>
/// <param name="IsBaseline">True for a baseline.</param>
/// <param name="FinishedRuns">Fits (folds × seeds) that were finished.</param>
/// <param name="TotalRuns">Fits that were planned.</param>
/// <param name="Reason">What stopped it: the error's message, or that the tournament was cancelled.</param>
public sealed record UnrankedModel(string Model, bool IsBaseline, int FinishedRuns, int TotalRuns, string Reason);
