namespace Fathom.Forecasting;

/// <summary>
/// The Diebold–Mariano test of equal accuracy, with the small-sample correction of Harvey, Leybourne and Newbold (1997), on the primary loss.
/// </summary>
/// <param name="Statistic">Negative where the model's loss is the smaller one.</param>
/// <param name="PValue">Two-sided p-value, 0–1, from Student's t.</param>
/// <param name="Note">Set where the usual variance broke down and another was used; otherwise null.</param>
public sealed record EqualAccuracyTest(double Statistic, double PValue, string? Note);
