namespace Fathom.Forecasting;

/// <summary>One fold of the split: which labels served for what, in order of time.</summary>
/// <param name="Number">Number of the fold, from 1.</param>
/// <param name="Segments">The segments, in order of time, without overlap. Labels the fold did not use are in none.</param>
/// <param name="Overlaps">Training labels that share observations with test labels. Zero unless the split was made wrong; then a warning names it.</param>
public sealed record FoldRecord(int Number, IReadOnlyList<FoldSegment> Segments, int Overlaps)
{
    /// <summary>Number of labels with a role.</summary>
    /// <param name="role">The role.</param>
    public int Count(FoldRole role) => Segments.Where(segment => segment.Role == role).Sum(segment => segment.Length);
}
