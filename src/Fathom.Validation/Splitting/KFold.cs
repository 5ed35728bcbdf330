namespace Fathom.Validation;

/// <summary>
/// Plain K-fold cross-validation: every fold is tested once, training on the others, with no purge and no embargo.
/// Right for exchangeable rows; on labels that overlap in time it leaks, which <see cref="LeakDetector"/> shows and <see cref="PurgedKFold"/> mends.
/// </summary>
public sealed record KFold : ISplitter
{
    /// <summary>Creates the rule.</summary>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds.</exception>
    public KFold(int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        Folds = folds;
    }

    /// <summary>Number of folds. Sizes differ by at most one; the first folds are the larger ones.</summary>
    public int Folds { get; }

    /// <summary>Whether labels are dealt to folds at random instead of in order of time. Default false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Seed of the shuffle.</summary>
    public int Seed { get; init; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => Folds;

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        Groups.Check(nameof(KFold), spans.Count, Folds);
        return Splits(spans);
    }

    private IEnumerable<Split> Splits(LabelSpans spans)
    {
        int n = spans.Count;
        int[] places = [.. Enumerable.Range(0, n)];
        if (Shuffle)
            new RandomStream(Seed, 0).Shuffle(places);
        var fold = new int[n];
        for (int f = 0; f < Folds; f++)
        {
            for (int i = Groups.Start(n, Folds, f); i < Groups.Start(n, Folds, f + 1); i++)
                fold[spans.Order[places[i]]] = f;
        }

        return FoldAssignment.Splits(spans, fold, Folds);
    }
}
