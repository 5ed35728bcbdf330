namespace Fathom.Validation;

/// <summary>
/// K-fold cross-validation for overlapping labels: contiguous folds in order of time, training labels that overlap a test label purged,
/// training labels that start within the embargo after the test fold left out (López de Prado 2018, chapter 7).
/// </summary>
/// <example><code>
/// var cv = new PurgedKFold(5) { Embargo = Embargo.Observations(10) };
/// foreach (Split split in cv.Split(LabelSpan.Horizon(observations: 1000, horizon: 10))) { … }
/// </code></example>
public sealed record PurgedKFold : ISplitter
{
    /// <summary>Creates the rule.</summary>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds.</exception>
    public PurgedKFold(int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        Folds = folds;
    }

    /// <summary>Number of folds. Sizes differ by at most one; the first folds are the larger ones.</summary>
    public int Folds { get; }

    /// <summary>Embargo after the test fold. Default none.</summary>
    public Embargo Embargo { get; init; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => Folds;

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        Groups.Check(nameof(PurgedKFold), spans.Count, Folds);
        Embargo.Check(spans);
        return Enumerable.Range(0, Folds).Select(fold =>
        {
            int from = Groups.Start(spans.Count, Folds, fold), to = Groups.Start(spans.Count, Folds, fold + 1);
            return Purge.Apply(spans, Groups.Outside(spans, from, to), Groups.Slice(spans, from, to), Embargo,
                $"PurgedKFold, fold {fold + 1} of {Folds}");
        });
    }
}
