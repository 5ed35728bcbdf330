using System.Globalization;

namespace Fathom.Tables;

/// <summary>
/// Points in time. <see cref="Missing"/> (0001-01-01) marks a missing one. Times read with an offset are converted to UTC
/// (<see cref="DateTimeKind.Utc"/>); all others keep their face value (<see cref="DateTimeKind.Unspecified"/>).
/// </summary>
public sealed class TimeColumn : Column
{
    /// <summary>The value that means "missing": <c>default(DateTime)</c>.</summary>
    public static readonly DateTime Missing;

    /// <summary>Creates a column over the values, which are not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One time per row.</param>
    public TimeColumn(string name, DateTime[] values) : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
    }

    /// <summary>One time per row. A view for reading: do not change it.</summary>
    public DateTime[] Values { get; }

    /// <summary>The time of a row.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public DateTime this[int row] => Values[row];

    /// <inheritdoc/>
    public override int Count => Values.Length;

    /// <inheritdoc/>
    public override string Kind => "time";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] == Missing;

    /// <summary>The time in ISO 8601: the date alone at midnight, else with as many digits of a second as it needs; Z for UTC.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public override string Format(int row)
    {
        DateTime time = Values[row];
        if (time == Missing) return "";
        if (time.Kind == DateTimeKind.Utc) return time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override TimeColumn Rename(string name) => new(name, Values);

    /// <inheritdoc/>
    public override TimeColumn Take(ReadOnlySpan<int> rows) => new(Name, Gather(Values, rows));

    /// <inheritdoc/>
    public override TimeColumn Slice(int start, int count) => new(Name, Cut(Values, start, count));

    internal override int Compare(int first, int second) => Values[first].CompareTo(Values[second]);
}
