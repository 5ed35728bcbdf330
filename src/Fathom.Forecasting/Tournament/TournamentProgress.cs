namespace Fathom.Forecasting;

/// <summary>Told after every finished fit.</summary>
/// <param name="Done">Fits that are finished or failed.</param>
/// <param name="Total">Fits that are planned: models × folds × seeds.</param>
/// <param name="Model">The forecaster whose fit just ended.</param>
/// <param name="Fold">Number of its fold, from 1.</param>
/// <param name="Seed">Seed of its run; null for deterministic forecasters.</param>
/// <param name="Best">The best forecaster among those that have finished all folds so far; null before the first.</param>
/// <param name="BestLoss">Its primary loss; null before the first.</param>
public sealed record TournamentProgress(int Done, int Total, string Model, int Fold, int? Seed, string? Best, double? BestLoss);
