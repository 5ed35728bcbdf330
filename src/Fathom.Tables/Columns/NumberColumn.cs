using System.Globalization;

namespace Fathom.Tables;

/// <summary>
/// Numbers in double precision; <see cref="double.NaN"/> means missing. Truth values are numbers too: 1 for true, 0 for false.
/// Whole numbers beyond 2⁵³ are rounded to the nearest double.
/// </summary>
public sealed class NumberColumn : Column
{
    /// <summary>Creates a column over the values, which are not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One value per row.</param>
    public NumberColumn(string name, double[] values) : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
    }

    /// <summary>One value per row, NaN where missing. A view for reading: do not change it.</summary>
    public double[] Values { get; }

    /// <summary>The value of a row; NaN where missing.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public double this[int row] => Values[row];

    /// <inheritdoc/>
    public override int Count => Values.Length;

    /// <inheritdoc/>
    public override string Kind => "number";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    /// <inheritdoc/>
    public override string Format(int row) => IsMissing(row) ? "" : Values[row].ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override NumberColumn Rename(string name) => new(name, Values);

    /// <inheritdoc/>
    public override NumberColumn Take(ReadOnlySpan<int> rows) => new(Name, Gather(Values, rows));

    /// <inheritdoc/>
    public override NumberColumn Slice(int start, int count) => new(Name, Cut(Values, start, count));

    internal override int Compare(int first, int second) => Values[first].CompareTo(Values[second]);
}
