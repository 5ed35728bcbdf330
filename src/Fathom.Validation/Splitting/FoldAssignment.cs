namespace Fathom.Validation;

/// <summary>Splits given by the fold that tests each label.</summary>
internal static class FoldAssignment
{
    public static void Check(LabelSpans spans, int[] perLabel, string what)
    {
        if (perLabel.Length != spans.Count)
            throw new ArgumentException($"There are {perLabel.Length} {what} but {spans.Count} labels: give one per label.", nameof(spans));
    }

    /// <param name="spans">All labels.</param>
    /// <param name="fold">By label number, the fold that tests it.</param>
    /// <param name="folds">Number of folds.</param>
    public static IEnumerable<Split> Splits(LabelSpans spans, int[] fold, int folds)
    {
        for (int f = 0; f < folds; f++)
            yield return new Split(Array.FindAll(spans.Order, label => fold[label] != f), Array.FindAll(spans.Order, label => fold[label] == f));
    }
}
