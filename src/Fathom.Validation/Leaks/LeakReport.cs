using System.Globalization;

namespace Fathom.Validation;

/// <summary>What <see cref="LeakDetector"/> found in a split.</summary>
/// <param name="TrainLabels">Number of training labels.</param>
/// <param name="TestLabels">Number of test labels.</param>
/// <param name="Overlapping">Training labels whose span overlaps that of a test label.</param>
/// <param name="EmbargoBreaches">Training labels that overlap nothing but start within the embargo after a test label.</param>
/// <param name="Examples">The first leaks in order of time, at most five.</param>
public sealed record LeakReport(int TrainLabels, int TestLabels, int Overlapping, int EmbargoBreaches, IReadOnlyList<Leak> Examples)
{
    /// <summary>Whether nothing leaks.</summary>
    public bool IsClean => Overlapping == 0 && EmbargoBreaches == 0;

    /// <summary>The finding in a sentence or two, with the first example.</summary>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (IsClean)
            return string.Create(culture, $"No leak: none of {TrainLabels:N0} training labels overlaps any of {TestLabels:N0} test labels.");
        string overlaps = string.Create(culture, $"{Overlapping:N0} of {TrainLabels:N0} training labels overlap test labels");
        string breaches = string.Create(culture, $"{EmbargoBreaches:N0} of {TrainLabels:N0} training labels start within the embargo");
        string found = (Overlapping, EmbargoBreaches) switch
        {
            (_, 0) => overlaps,
            (0, _) => breaches,
            _ => $"{overlaps}; {breaches}",
        };
        return $"Leak: {found}. First: {Examples[0]}. Split with PurgedKFold, CombinatorialPurgedKFold or WalkForward and these label spans.";
    }
}
