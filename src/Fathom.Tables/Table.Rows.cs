namespace Fathom.Tables;

public sealed partial class Table
{
    /// <summary>The chosen rows in the order given; a row may be taken more than once.</summary>
    /// <param name="rows">Row numbers, each 0 … <see cref="RowCount"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    public Table Rows(ReadOnlySpan<int> rows)
    {
        var columns = new Column[_columns.Length];
        for (int place = 0; place < columns.Length; place++) columns[place] = _columns[place].Take(rows);
        return new Table(columns);
    }

    /// <summary>A run of rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie within the table.</exception>
    public Table Slice(int start, int count) => new(_columns.Select(column => column.Slice(start, count)));

    /// <summary>The first rows; all of them where there are fewer.</summary>
    /// <param name="count">How many; 5 unless said otherwise.</param>
    public Table Head(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Slice(0, Math.Min(count, RowCount));
    }

    /// <summary>The rows for which the condition holds, in their order.</summary>
    /// <param name="keep">Tells from a row number whether to keep the row.</param>
    public Table Filter(Func<int, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var rows = new List<int>();
        for (int row = 0; row < RowCount; row++)
            if (keep(row)) rows.Add(row);
        return Rows(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
    }

    /// <summary>The rows in the order of a column. Rows that compare equal keep their order; missing values come last either way.</summary>
    /// <param name="name">The column to sort by: numbers by value, text by ordinal order, times from past to future.</param>
    /// <param name="descending">Largest first.</param>
    /// <exception cref="TableException">No such column.</exception>
    public Table Sort(string name, bool descending = false)
    {
        Column column = this[name];
        var rows = new int[RowCount];
        for (int row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(rows, (first, second) =>
        {
            bool firstMissing = column.IsMissing(first), secondMissing = column.IsMissing(second);
            int order = firstMissing || secondMissing ? firstMissing.CompareTo(secondMissing)
                : descending ? column.Compare(second, first) : column.Compare(first, second);
            return order != 0 ? order : first.CompareTo(second);
        });
        return Rows(rows);
    }

    /// <summary>Numbers as a matrix of (rows, columns) in single precision, NaN where missing.</summary>
    /// <param name="names">Number columns in the order wanted; all number columns of the table where none is named.</param>
    /// <exception cref="TableException">No such column, it holds no numbers, or the table has no number column.</exception>
    public float[,] ToMatrix(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        NumberColumn[] numbers = names.Count > 0 ? [.. names.Select(Number)] : [.. _columns.OfType<NumberColumn>()];
        if (numbers.Length == 0)
            throw new TableException("The table has no column of numbers.", $"a table of {ColumnCount} columns", "Encode its text columns first.");
        var matrix = new float[RowCount, numbers.Length];
        for (int place = 0; place < numbers.Length; place++)
        {
            double[] values = numbers[place].Values;
            for (int row = 0; row < values.Length; row++) matrix[row, place] = (float)values[row];
        }
        return matrix;
    }
}
