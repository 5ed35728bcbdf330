namespace Fathom.Validation;

/// <summary>Cases whose probabilities lie close together.</summary>
/// <param name="MeanProbability">Mean of the probabilities given.</param>
/// <param name="PositiveShare">Share of the cases that turned out positive; equal to the mean probability where forecasts are calibrated.</param>
/// <param name="Count">Number of cases.</param>
public readonly record struct CalibrationBin(double MeanProbability, double PositiveShare, int Count);
