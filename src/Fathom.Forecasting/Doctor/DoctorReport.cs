namespace Fathom.Forecasting;

/// <summary>What the data doctor saw, in order of time.</summary>
/// <param name="Observations">How many observations were examined.</param>
/// <param name="Findings">The findings, repaired ones and kept ones.</param>
public sealed record DoctorReport(int Observations, IReadOnlyList<Finding> Findings)
{
    /// <summary>How many values were replaced.</summary>
    public int Repairs => Findings.Count(finding => finding.Repaired);

    /// <summary>How many findings of a kind there are.</summary>
    /// <param name="kind">The kind.</param>
    public int Count(FindingKind kind) => Findings.Count(finding => finding.Kind == kind);
}
