namespace Fathom.Validation;

/// <summary>
/// K-fold cross-validation that keeps the shares of the classes in every fold. Without shuffling, the folds are those of scikit-learn's StratifiedKFold.
/// For exchangeable rows: labels that overlap in time are not purged.
/// </summary>
public sealed record StratifiedKFold : ISplitter
{
    private readonly int[] _classes;

    /// <summary>Creates the rule.</summary>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="classes">Class of every label, any integers.</param>
    /// <exception cref="ArgumentException">A class has fewer members than there are folds.</exception>
    public StratifiedKFold(int folds, int[] classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentNullException.ThrowIfNull(classes);
        foreach (IGrouping<int, int> members in classes.GroupBy(c => c))
        {
            if (members.Count() < folds)
                throw new ArgumentException($"Class {members.Key} has {members.Count()} members, fewer than {folds} folds. Use fewer folds or merge rare classes.", nameof(classes));
        }

        (Folds, _classes) = (folds, [.. classes]);
    }

    /// <summary>Number of folds.</summary>
    public int Folds { get; }

    /// <summary>Whether the members of each class are dealt at random instead of in order. Default false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Seed of the shuffle.</summary>
    public int Seed { get; init; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => Folds;

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        FoldAssignment.Check(spans, _classes, "classes");
        return FoldAssignment.Splits(spans, Assign(spans.Count), Folds);
    }

    private int[] Assign(int n)
    {
        int[] distinct = [.. _classes.Distinct()];
        int[] code = Array.ConvertAll(_classes, c => Array.IndexOf(distinct, c));
        int[] sorted = [.. code.Order()];
        var fold = new int[n];
        for (int k = 0; k < distinct.Length; k++)
        {
            // Fold f gets as many of class k as stand at f, f + folds, f + 2 folds … of the sorted classes.
            int[] members = [.. Enumerable.Range(0, n).Where(i => code[i] == k)];
            int[] share = [.. Enumerable.Range(0, Folds).SelectMany(f =>
                Enumerable.Repeat(f, Enumerable.Range(0, (n - f + Folds - 1) / Folds).Count(j => sorted[f + j * Folds] == k)))];
            if (Shuffle)
                new RandomStream(Seed, k).Shuffle(share);
            for (int i = 0; i < members.Length; i++)
                fold[members[i]] = share[i];
        }

        return fold;
    }
}
