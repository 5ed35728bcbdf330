using System.Globalization;

namespace Fathom.Validation;

/// <summary>
/// The stretch of time one label is made from: every observation from <see cref="Start"/> up to, but not including, <see cref="End"/>.
/// Spans are half-open, so two spans that only touch ([0, 5) and [5, 9)) share no observation and do not overlap.
/// (López de Prado, <i>Advances in Financial Machine Learning</i>, 2018, section 7.4; his snippets 7.1 and 7.3 disagree on touching spans.)
/// </summary>
/// <param name="Start">First observation index, or first instant in ticks.</param>
/// <param name="End">First observation index, or instant in ticks, that the label no longer uses; greater than <paramref name="Start"/>.</param>
public readonly record struct LabelSpan(long Start, long End)
{
    /// <summary>Observations (or ticks) in the span.</summary>
    public long Length => End - Start;

    /// <summary>Whether both spans use at least one observation in common: one starts in, ends in or envelops the other.</summary>
    /// <param name="other">The other span, in the same unit.</param>
    public bool Overlaps(LabelSpan other) => Start < other.End && other.Start < End;

    /// <summary>
    /// One label per observation that looks <paramref name="horizon"/> observations ahead: label i uses observations i … i + horizon,
    /// the span [i, i + horizon + 1).
    /// </summary>
    /// <param name="observations">Number of labels, at least 1. The last labels may reach past the last observation;
    /// where such labels cannot be computed, pass the number of labels that exist.</param>
    /// <param name="horizon">Observations the label looks ahead, at least 0. With 0 a label uses its own observation only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    public static LabelSpans Horizon(int observations, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        var start = new long[observations];
        var end = new long[observations];
        for (int i = 0; i < observations; i++)
        {
            start[i] = i;
            end[i] = (long)i + horizon + 1;
        }

        return new LabelSpans(start, end, isTime: false);
    }

    /// <summary>Spans from pairs of observation indexes, in any order and of any length.</summary>
    /// <param name="start">First observation of every label.</param>
    /// <param name="end">First observation every label no longer uses; each greater than its start.</param>
    /// <exception cref="ArgumentException">The arrays are empty or differ in length, or a span ends before it starts.</exception>
    public static LabelSpans FromIndexes(int[] start, int[] end)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(end);
        return new LabelSpans(Array.ConvertAll(start, i => (long)i), Array.ConvertAll(end, i => (long)i), isTime: false);
    }

    /// <summary>Spans from pairs of instants, in any order and of any length.</summary>
    /// <param name="start">First instant of every label.</param>
    /// <param name="end">First instant every label no longer uses; each later than its start.</param>
    /// <exception cref="ArgumentException">The arrays are empty or differ in length, or a span ends before it starts.</exception>
    public static LabelSpans FromTimes(DateTime[] start, DateTime[] end)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(end);
        return new LabelSpans(Array.ConvertAll(start, t => t.Ticks), Array.ConvertAll(end, t => t.Ticks), isTime: true);
    }

    /// <summary>The span in interval notation, such as "[380, 401)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Start}, {End})");
}
