namespace Fathom.Validation;

/// <summary>
/// Tests any split, made by Fathom or by hand, for training labels that share observations with test labels or start within the embargo.
/// </summary>
/// <example><code>
/// LeakReport report = LeakDetector.Inspect(LabelSpan.Horizon(observations: 1000, horizon: 20), trainIndexes, testIndexes);
/// if (!report.IsClean) Console.Error.WriteLine(report);      // Leak: 20 of 800 training labels overlap test labels. First: …
/// </code></example>
public static class LeakDetector
{
    private const int MaximumExamples = 5;

    /// <summary>Inspects one split.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <param name="split">The split.</param>
    /// <param name="embargo">Embargo the split should have kept after test labels. Default none.</param>
    /// <exception cref="ArgumentException">A label number is out of range, or the embargo cannot be applied to these spans.</exception>
    public static LeakReport Inspect(LabelSpans spans, Split split, Embargo embargo = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        return Inspect(spans, split.Train, split.Test, embargo);
    }

    /// <summary>Inspects one split given as label numbers, in any order.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <param name="train">Training labels.</param>
    /// <param name="test">Test labels.</param>
    /// <param name="embargo">Embargo the split should have kept after test labels. Default none.</param>
    /// <exception cref="ArgumentException">A label number is out of range, or the embargo cannot be applied to these spans.</exception>
    public static LeakReport Inspect(LabelSpans spans, int[] train, int[] test, Embargo embargo = default)
    {
        ArgumentNullException.ThrowIfNull(spans);
        embargo.Check(spans);
        int[] trainInOrder = InTimeOrder(spans, train, nameof(train));
        int[] testInOrder = InTimeOrder(spans, test, nameof(test));
        Split clean = Purge.Sift(spans, trainInOrder, testInOrder, embargo);

        IEnumerable<Leak> overlaps = clean.Purged.Take(MaximumExamples).Select(label => Example(LeakKind.Overlap, label,
            testInOrder.First(t => spans[t].Overlaps(spans[label]))));
        IEnumerable<Leak> breaches = clean.Embargoed.Take(MaximumExamples).Select(label => Example(LeakKind.Embargo, label,
            testInOrder.First(t => spans[t].End <= spans[label].Start && embargo.FreeFrom(spans, spans[t].End) > spans[label].Start)));
        return new LeakReport(train.Length, test.Length, clean.Purged.Length, clean.Embargoed.Length,
            [.. overlaps.Concat(breaches).OrderBy(leak => leak.TrainSpan.Start).Take(MaximumExamples)]);

        Leak Example(LeakKind kind, int trainLabel, int testLabel) => new(kind, trainLabel, spans[trainLabel], testLabel, spans[testLabel]);
    }

    /// <summary>Inspects every split of a splitter; the report of each stands at the split's number.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <param name="splitter">The rule that splits.</param>
    /// <param name="embargo">Embargo the splits should have kept after test labels. Default none.</param>
    public static LeakReport[] Inspect(LabelSpans spans, ISplitter splitter, Embargo embargo = default)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        return [.. splitter.Split(spans).Select(split => Inspect(spans, split, embargo))];
    }

    private static int[] InTimeOrder(LabelSpans spans, int[] labels, string name)
    {
        ArgumentNullException.ThrowIfNull(labels, name);
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)spans.Count)
                throw new ArgumentException($"Label {label} does not exist: there are spans for labels 0 to {spans.Count - 1}.", name);
        }

        int[] sorted = [.. labels];
        Array.Sort(sorted, (a, b) => spans[a].Start != spans[b].Start ? spans[a].Start.CompareTo(spans[b].Start) : a.CompareTo(b));
        return sorted;
    }
}
