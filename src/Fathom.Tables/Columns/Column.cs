namespace Fathom.Tables;

/// <summary>A named column of a <see cref="Table"/>: numbers, categories or times, any of which may be missing. Columns never change.</summary>
public abstract class Column
{
    private protected Column(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name; unique within a table, matched with case.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>What the column holds, for messages and previews: "number", "text" or "time".</summary>
    public abstract string Kind { get; }

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount
    {
        get
        {
            int missing = 0;
            for (int row = 0; row < Count; row++)
                if (IsMissing(row)) missing++;
            return missing;
        }
    }

    /// <summary>Whether a row has no value.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public abstract bool IsMissing(int row);

    /// <summary>The value of a row as text that reads back as the same value; empty where it is missing.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public abstract string Format(int row);

    /// <summary>The same values under another name.</summary>
    /// <param name="name">The new name.</param>
    public abstract Column Rename(string name);

    /// <summary>The chosen rows in the order given; a row may be taken more than once.</summary>
    /// <param name="rows">Row numbers, each 0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>A run of rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie within the column.</exception>
    public abstract Column Slice(int start, int count);

    /// <summary>Compares two rows that both have a value: negative, zero or positive.</summary>
    internal abstract int Compare(int first, int second);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Kind}, {Count} rows, {MissingCount} missing";

    private protected static T[] Gather<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var taken = new T[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            int row = rows[i];
            if ((uint)row >= (uint)values.Length)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"Row {row} does not exist: the column has rows 0 … {values.Length - 1}.");
            taken[i] = values[row];
        }
        return taken;
    }

    private protected static T[] Cut<T>(T[] values, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, values.Length - start);
        return values.AsSpan(start, count).ToArray();
    }
}
