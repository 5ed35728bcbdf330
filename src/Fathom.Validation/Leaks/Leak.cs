namespace Fathom.Validation;

/// <summary>One training label that leaks, with the first test label it meets.</summary>
/// <param name="Kind">How it leaks.</param>
/// <param name="TrainLabel">Number of the training label.</param>
/// <param name="TrainSpan">What the training label is made from.</param>
/// <param name="TestLabel">Number of the test label.</param>
/// <param name="TestSpan">What the test label is made from.</param>
public sealed record Leak(LeakKind Kind, int TrainLabel, LabelSpan TrainSpan, int TestLabel, LabelSpan TestSpan)
{
    /// <summary>The leak in words, such as "training label 380 [380, 401) overlaps test label 400 [400, 421)".</summary>
    public override string ToString() => Kind == LeakKind.Overlap
        ? $"training label {TrainLabel} {TrainSpan} overlaps test label {TestLabel} {TestSpan}"
        : $"training label {TrainLabel} {TrainSpan} starts within the embargo after test label {TestLabel} {TestSpan}";
}
