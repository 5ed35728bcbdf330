namespace Fathom.Forecasting;

/// <summary>The training of one model in one fold with one seed, epoch by epoch (tree by tree for boosting).</summary>
/// <param name="Model">Name of the forecaster.</param>
/// <param name="Fold">Number of the fold, from 1.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Training">Training loss after each epoch, in the scale the model trains in.</param>
/// <param name="Validation">Loss on the fold's validation slice after each epoch; empty where none was kept.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, from 1.</param>
public sealed record TrainingCurve(string Model, int Fold, int Seed, double[] Training, double[] Validation, int BestEpoch);
