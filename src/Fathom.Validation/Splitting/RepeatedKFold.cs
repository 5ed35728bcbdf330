namespace Fathom.Validation;

/// <summary>K-fold cross-validation on exchangeable rows, repeated with another shuffle each time.</summary>
public sealed record RepeatedKFold : ISplitter
{
    /// <summary>Creates the rule.</summary>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="repeats">Number of shuffles, at least 1.</param>
    public RepeatedKFold(int folds, int repeats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        (Folds, Repeats) = (folds, repeats);
    }

    /// <summary>Number of folds.</summary>
    public int Folds { get; }

    /// <summary>Number of shuffles.</summary>
    public int Repeats { get; }

    /// <summary>Seed of the first shuffle; the following ones count up from it.</summary>
    public int Seed { get; init; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => Folds * Repeats;

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        Groups.Check(nameof(RepeatedKFold), spans.Count, Folds);
        return Enumerable.Range(0, Repeats).SelectMany(r => new KFold(Folds) { Shuffle = true, Seed = unchecked(Seed + r) }.Split(spans));
    }
}
