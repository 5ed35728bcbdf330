namespace Fathom.Training;

/// <summary>That one of several fits is done.</summary>
/// <param name="Fit">Which one, counted from 0.</param>
/// <param name="Finished">How many are done so far, this one included.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Duration">How long this one took.</param>
public sealed record FitProgress(int Fit, int Finished, int Count, TimeSpan Duration);
