using System.Globalization;

namespace Fathom.Validation;

/// <summary>
/// How long after a test block training labels may not start, since serial correlation carries test information there
/// (López de Prado 2018, section 7.4.2). Never applied before a test block: there, purging suffices.
/// The default value is <see cref="None"/>.
/// </summary>
public readonly record struct Embargo
{
    private enum Unit { None, Fraction, Observations, Duration }

    private readonly Unit _unit;
    private readonly double _fraction;
    private readonly long _length;

    private Embargo(Unit unit, double fraction, long length) => (_unit, _fraction, _length) = (unit, fraction, length);

    /// <summary>No embargo: training labels may start as soon as the last test label has ended.</summary>
    public static Embargo None => default;

    /// <summary>An embargo of a share of all labels, rounded down to whole observations. About 0.01 is usual.</summary>
    /// <param name="fraction">Share of the number of labels, from 0 up to but not including 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1).</exception>
    public static Embargo Fraction(double fraction)
    {
        if (!(fraction >= 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "An embargo fraction lies in [0, 1); 0.01 is usual.");
        return new Embargo(Unit.Fraction, fraction, 0);
    }

    /// <summary>An embargo of a number of observations.</summary>
    /// <param name="count">Observations, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Embargo Observations(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Embargo(Unit.Observations, 0, count);
    }

    /// <summary>An embargo of a length of time, for spans made by <see cref="LabelSpan.FromTimes"/>.</summary>
    /// <param name="duration">Length, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static Embargo Duration(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        return new Embargo(Unit.Duration, 0, duration.Ticks);
    }

    /// <summary>The embargo as text, such as "1 % of labels" or "10 observations".</summary>
    public override string ToString() => _unit switch
    {
        Unit.Fraction => string.Create(CultureInfo.InvariantCulture, $"{_fraction * 100:0.##} % of labels"),
        Unit.Observations => string.Create(CultureInfo.InvariantCulture, $"{_length} observation{(_length == 1 ? "" : "s")}"),
        Unit.Duration => TimeSpan.FromTicks(_length).ToString("c", CultureInfo.InvariantCulture),
        _ => "none",
    };

    /// <summary>Refuses an embargo that cannot be applied to these spans.</summary>
    internal void Check(LabelSpans spans)
    {
        if (_unit == Unit.Duration && !spans.IsTime)
        {
            throw new ArgumentException(
                "An embargo by duration needs label spans with times, but these are observation indexes. Use Embargo.Observations or LabelSpan.FromTimes.");
        }

        if (_unit == Unit.Observations && _length >= spans.Count)
        {
            throw new ArgumentException(
                $"An embargo of {_length} observations is as long as the series ({spans.Count} labels). Use a shorter one; 1 % of the series is usual.");
        }

        if (_unit == Unit.Duration && spans.Count > 0 && spans.ObservationTimes is var times && _length > times[^1] - times[0])
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"An embargo of {this} is longer than the series, which starts its labels over {TimeSpan.FromTicks(times[^1] - times[0]):c}. Use a shorter one; 1 % of the series is usual."));
        }
    }

    /// <summary>The first start that is free again after a test label that ends at <paramref name="end"/>.</summary>
    internal long FreeFrom(LabelSpans spans, long end)
    {
        long count = _unit == Unit.Fraction ? (long)Math.Floor(_fraction * spans.Count + 1e-9) : _length;
        if (count == 0 || _unit == Unit.None)
            return end;
        if (_unit == Unit.Duration || !spans.IsTime)
            return end + count;
        return Walk(spans.ObservationTimes, end, count);
    }

    /// <summary>The last end that keeps clear of a test label that starts at <paramref name="start"/>, with the embargo laid before it.</summary>
    internal long ClearUntil(LabelSpans spans, long start)
    {
        long count = _unit == Unit.Fraction ? (long)Math.Floor(_fraction * spans.Count + 1e-9) : _length;
        if (count == 0 || _unit == Unit.None)
            return start;
        if (_unit == Unit.Duration || !spans.IsTime)
            return start - count;
        return Walk(spans.ObservationTimes, start, -count);
    }

    private static long Walk(long[] times, long from, long steps)
    {
        int at = Array.BinarySearch(times, from);
        long target = (at < 0 ? ~at : at) + steps;
        return target < 0 ? long.MinValue : target >= times.Length ? long.MaxValue : times[target];
    }
}
