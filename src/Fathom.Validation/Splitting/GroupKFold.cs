namespace Fathom.Validation;

/// <summary>
/// K-fold cross-validation that keeps all labels of a group (a company, a patient, a day) on one side. Groups are dealt from the largest down, each to
/// the lightest fold, as scikit-learn's GroupKFold does.
/// </summary>
public sealed record GroupKFold : ISplitter
{
    private readonly int[] _groups;

    /// <summary>Creates the rule.</summary>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="groups">Group of every label, any integers.</param>
    /// <exception cref="ArgumentException">There are fewer groups than folds.</exception>
    public GroupKFold(int folds, int[] groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentNullException.ThrowIfNull(groups);
        int distinct = groups.Distinct().Count();
        if (distinct < folds)
            throw new ArgumentException($"{distinct} groups cannot fill {folds} folds. Use at most {distinct} folds.", nameof(groups));
        (Folds, _groups) = (folds, [.. groups]);
    }

    /// <summary>Number of folds.</summary>
    public int Folds { get; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => Folds;

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        FoldAssignment.Check(spans, _groups, "groups");
        var weight = new int[Folds];
        Dictionary<int, int> foldOf = [];
        // Largest group first; of equal ones the higher number, as a stable ascending sort read backwards gives.
        foreach (IGrouping<int, int> members in _groups.GroupBy(g => g).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key))
        {
            int lightest = Array.IndexOf(weight, weight.Min());
            foldOf[members.Key] = lightest;
            weight[lightest] += members.Count();
        }

        return FoldAssignment.Splits(spans, Array.ConvertAll(_groups, g => foldOf[g]), Folds);
    }
}
