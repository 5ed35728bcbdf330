namespace Fathom.Forecasting;

/// <summary>The labels a forecaster may learn from in one fold.</summary>
/// <param name="Number">Number of the fold, from 1.</param>
/// <param name="Train">All training labels, in order of time.</param>
/// <param name="Fit">The part to fit on where a validation slice is wanted: training labels that do not overlap the slice.</param>
/// <param name="Validation">The last part of the training labels: to stop early and to choose penalties.</param>
public sealed record TrainingFold(int Number, int[] Train, int[] Fit, int[] Validation);
