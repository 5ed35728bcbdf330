namespace Fathom.Validation;

/// <summary>Contiguous groups of nearly equal size: the first n mod k hold one label more, as in NumPy's array_split.</summary>
internal static class Groups
{
    /// <summary>First position of group <paramref name="group"/> of <paramref name="count"/>; of group count, the total.</summary>
    public static int Start(int labels, int count, int group) => labels / count * group + Math.Min(group, labels % count);

    public static void Check(string splitter, int labels, int count)
    {
        if (count > labels)
            throw new ArgumentException($"{splitter}: {labels} labels cannot fill {count} groups. Use at most {labels} groups, or more labels.");
    }

    /// <summary>The labels at positions [from, to) of the order of time.</summary>
    public static int[] Slice(LabelSpans spans, int from, int to) => spans.Order[from..to];

    /// <summary>The labels outside positions [from, to).</summary>
    public static int[] Outside(LabelSpans spans, int from, int to) => [.. spans.Order.AsSpan(0, from), .. spans.Order.AsSpan(to)];
}
