namespace Fathom.Validation;

/// <summary>Takes out of a training set what overlaps the test set or falls under the embargo: one sweep over the labels in order of time.</summary>
internal static class Purge
{
    /// <summary>Spans of test labels, merged where they overlap or touch, in ascending order.</summary>
    public static List<LabelSpan> Merge(LabelSpans spans, ReadOnlySpan<int> testInTimeOrder)
    {
        List<LabelSpan> merged = [];
        foreach (int label in testInTimeOrder)
        {
            LabelSpan span = spans[label];
            if (merged.Count > 0 && span.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, span.End) };
            else
                merged.Add(span);
        }

        return merged;
    }

    /// <summary>Splits candidates into training, purged and embargoed labels; the training set must not be empty.</summary>
    /// <param name="spans">All labels.</param>
    /// <param name="candidates">Labels that may be trained on, in order of time.</param>
    /// <param name="test">Test labels, in order of time.</param>
    /// <param name="embargo">Embargo after the test labels.</param>
    /// <param name="splitter">Name for the error message, such as "PurgedKFold, fold 3 of 5".</param>
    public static Split Apply(LabelSpans spans, int[] candidates, int[] test, Embargo embargo, string splitter)
    {
        Split split = Sift(spans, candidates, test, embargo);
        if (split.Train.Length == 0)
        {
            throw new ArgumentException(
                $"{splitter}: no training label is left. Of {candidates.Length}, {split.Purged.Length} overlap test labels and {split.Embargoed.Length} fall under the embargo ({embargo}). " +
                "Use a shorter horizon or embargo, larger training sets, or more observations.", nameof(spans));
        }

        return split;
    }

    /// <summary>As <see cref="Apply"/> where training lies wholly before the test: the embargo keeps training labels from ending shortly before it.</summary>
    public static Split BeforeTest(LabelSpans spans, int[] window, int[] test, Embargo embargo, string splitter)
    {
        Split purged = Apply(spans, window, test, Embargo.None, splitter);
        long clear = embargo.ClearUntil(spans, spans[test[0]].Start);
        int[] train = Array.FindAll(purged.Train, label => spans[label].End <= clear);
        int[] embargoed = Array.FindAll(purged.Train, label => spans[label].End > clear);
        if (train.Length == 0)
        {
            throw new ArgumentException(
                $"{splitter}: the embargo ({embargo}) leaves none of {window.Length} training labels. Use a shorter embargo or a larger training window.", nameof(spans));
        }

        return purged with { Train = train, Embargoed = embargoed };
    }

    /// <summary>Splits candidates, in order of time, into training, purged and embargoed labels.</summary>
    public static Split Sift(LabelSpans spans, int[] candidates, int[] test, Embargo embargo)
    {
        List<LabelSpan> blocks = Merge(spans, test);
        var free = new long[blocks.Count];
        for (int i = 0; i < free.Length; i++)
            free[i] = embargo.FreeFrom(spans, blocks[i].End);

        var train = new int[candidates.Length];
        int kept = 0;
        List<int> purged = [], embargoed = [];
        int block = 0, barrier = 0;
        foreach (int label in candidates)
        {
            LabelSpan span = spans[label];
            while (block < blocks.Count && blocks[block].End <= span.Start)
                block++;
            while (barrier < free.Length && free[barrier] <= span.Start)
                barrier++;
            if (block < blocks.Count && blocks[block].Start < span.End)
                purged.Add(label);
            else if (barrier < free.Length && blocks[barrier].Start <= span.Start)
                embargoed.Add(label);
            else
                train[kept++] = label;
        }

        Array.Resize(ref train, kept);
        return new Split(train, test) { Purged = [.. purged], Embargoed = [.. embargoed] };
    }
}
