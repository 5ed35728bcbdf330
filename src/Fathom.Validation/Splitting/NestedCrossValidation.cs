namespace Fathom.Validation;

/// <summary>
/// Nested cross-validation (Varma and Simon 2006): hyperparameters are chosen by the inner splits of an outer training set, and what was chosen is judged by the
/// outer test set, which the choice never saw. Inner splits see the true label spans, so they are purged as the inner rule says; whatever they train on lies in
/// the outer training set and is therefore clean of the outer test set.
/// </summary>
/// <example><code>
/// var nested = new NestedCrossValidation(outer: new WalkForward(500, 100), inner: new PurgedKFold(5));
/// foreach (NestedSplit split in nested.Split(spans)) { … }
/// </code></example>
public sealed record NestedCrossValidation
{
    /// <summary>Creates the rule.</summary>
    /// <param name="outer">The rule whose test sets judge.</param>
    /// <param name="inner">The rule that divides every outer training set.</param>
    public NestedCrossValidation(ISplitter outer, ISplitter inner)
    {
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(inner);
        (Outer, Inner) = (outer, inner);
    }

    /// <summary>The rule whose test sets judge.</summary>
    public ISplitter Outer { get; }

    /// <summary>The rule that divides every outer training set.</summary>
    public ISplitter Inner { get; }

    /// <summary>The outer splits with their inner ones, computed one outer split at a time.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <exception cref="ArgumentException">A rule cannot be applied; the message says what to change.</exception>
    public IEnumerable<NestedSplit> Split(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        return Outer.Split(spans).Select(outer =>
        {
            int[] labels = outer.Train;
            return new NestedSplit(outer, [.. Inner.Split(spans.Select(labels)).Select(inner => new Split(Original(inner.Train), Original(inner.Test))
            {
                Purged = Original(inner.Purged),
                Embargoed = Original(inner.Embargoed),
            })]);

            int[] Original(int[] inner) => Array.ConvertAll(inner, i => labels[i]);
        });
    }
}
