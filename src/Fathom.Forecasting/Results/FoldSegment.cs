namespace Fathom.Forecasting;

/// <summary>A run of neighbouring labels with one role in one fold.</summary>
/// <param name="Role">What the labels served for.</param>
/// <param name="Start">Index of the first label.</param>
/// <param name="End">Index after the last label.</param>
/// <param name="StartTime">Time of the first label's forecast origin.</param>
/// <param name="EndTime">Time of the last label's forecast origin.</param>
public sealed record FoldSegment(FoldRole Role, int Start, int End, DateTime StartTime, DateTime EndTime)
{
    /// <summary>Number of labels, at least 1.</summary>
    public int Length => End - Start;
}
