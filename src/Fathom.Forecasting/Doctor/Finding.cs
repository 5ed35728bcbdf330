namespace Fathom.Forecasting;

/// <summary>One thing the data doctor examined, and what it did about it.</summary>
/// <param name="Kind">What it looked like.</param>
/// <param name="Time">Time of the observation; for a stretch, of its last one.</param>
/// <param name="Field">The field concerned: "High", "Low", "Close", "Time".</param>
/// <param name="OldValue">The value as it came; null where no value is concerned (a gap).</param>
/// <param name="NewValue">The value put in its place; null where it was kept.</param>
/// <param name="Why">The evidence, in plain words with the numbers.</param>
public sealed record Finding(FindingKind Kind, DateTime Time, string Field, double? OldValue, double? NewValue, string Why)
{
    /// <summary>True where the value was replaced, false where it was examined and kept.</summary>
    public bool Repaired => NewValue is not null;
}
