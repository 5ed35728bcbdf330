using System.Collections;
using System.Globalization;

namespace Fathom.Validation;

/// <summary>
/// The spans of all labels of a data set, label i at position i. Made by <see cref="LabelSpan.Horizon"/>, <see cref="LabelSpan.FromIndexes"/>
/// or <see cref="LabelSpan.FromTimes"/>; immutable; need not be sorted.
/// </summary>
public sealed class LabelSpans : IReadOnlyList<LabelSpan>
{
    private readonly long[] _start;
    private readonly long[] _end;
    private int[]? _order;
    private long[]? _observationTimes;

    internal LabelSpans(long[] start, long[] end, bool isTime)
    {
        if (start.Length != end.Length)
            throw new ArgumentException($"There are {start.Length} starts but {end.Length} ends: give every label one of each.");
        if (start.Length == 0)
            throw new ArgumentException("There are no labels: give at least one span.");
        for (int i = 0; i < start.Length; i++)
        {
            if (end[i] <= start[i])
            {
                string span = isTime
                    ? string.Create(CultureInfo.InvariantCulture, $"starts {new DateTime(start[i]):s} and ends {new DateTime(end[i]):s}")
                    : string.Create(CultureInfo.InvariantCulture, $"starts {start[i]} and ends {end[i]}");
                throw new ArgumentException(
                    $"Label {i} {span}: spans are half-open, so the end must lie after the start. A label made from observation i alone is [i, i + 1).");
            }
        }

        (_start, _end, IsTime) = (start, end, isTime);
    }

    /// <summary>Number of labels.</summary>
    public int Count => _start.Length;

    /// <summary>Whether starts and ends are instants (ticks of <see cref="DateTime"/>) rather than observation indexes.</summary>
    public bool IsTime { get; }

    /// <summary>The span of label <paramref name="index"/>.</summary>
    /// <param name="index">Label number, from 0.</param>
    public LabelSpan this[int index] => new(_start[index], _end[index]);

    /// <summary>Label numbers in the order of their starts; ties by end, then by number.</summary>
    public ReadOnlySpan<int> TimeOrder => Order;

    internal int[] Order => _order ??= Sort();

    /// <summary>Distinct starts in ascending order: the observation times that a count of observations walks along.</summary>
    internal long[] ObservationTimes => _observationTimes ??= [.. Order.Select(i => _start[i]).Distinct()];

    /// <summary>The spans of some of the labels, renumbered from 0: for a split inside a training set.</summary>
    /// <param name="labels">Label numbers to keep, in the order they are to have.</param>
    /// <exception cref="ArgumentException"><paramref name="labels"/> is empty.</exception>
    public LabelSpans Select(ReadOnlySpan<int> labels)
    {
        var start = new long[labels.Length];
        var end = new long[labels.Length];
        for (int i = 0; i < labels.Length; i++)
            (start[i], end[i]) = (_start[labels[i]], _end[labels[i]]);
        return new LabelSpans(start, end, IsTime);
    }

    /// <inheritdoc />
    public IEnumerator<LabelSpan> GetEnumerator()
    {
        for (int i = 0; i < _start.Length; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int[] Sort()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        bool sorted = true;
        for (int i = 1; i < Count && sorted; i++)
            sorted = _start[i - 1] < _start[i] || (_start[i - 1] == _start[i] && _end[i - 1] <= _end[i]);
        if (sorted)
            return order;

        long[] keys = [.. _start];
        Array.Sort(keys, order);
        for (int from = 0; from < keys.Length;)
        {
            int to = from + 1;
            while (to < keys.Length && keys[to] == keys[from])
                to++;
            if (to - from > 1)
                order.AsSpan(from, to - from).Sort((a, b) => _end[a] != _end[b] ? _end[a].CompareTo(_end[b]) : a.CompareTo(b));
            from = to;
        }

        return order;
    }
}
