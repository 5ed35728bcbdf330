using System.Runtime.InteropServices;

namespace Fathom.Trees;

/// <summary>
/// The inputs of a tree model, of shape (rows, columns): numbers with NaN as missing and categories as strings. Immutable.
/// </summary>
/// <remarks>
/// Takes 4 bytes per cell. Training adds 2 bytes per cell for the bins, by rows and by columns (a row takes whole multiples of 8 bytes, from 49 columns on of 64), and about
/// 48 bytes per row; ordered statistics keep four versions of the columns they stand for.
/// </remarks>
public sealed class Features
{
    private readonly FeatureColumn[] _columns;

    private Features(FeatureColumn[] columns, int rows)
    {
        _columns = columns;
        RowCount = rows;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<FeatureColumn> Columns => _columns;

    /// <summary>Rows of numbers; NaN is missing.</summary>
    /// <param name="rows">Shape (rows, columns); copied.</param>
    /// <param name="names">A name per column, or null.</param>
    /// <exception cref="ArgumentException">A value is infinite, there is no column, or the names do not fit the columns.</exception>
    public static Features FromRows(float[,] rows, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromRows<float>(Flat(rows), rows.GetLength(1), names);
    }

    /// <summary>Rows of numbers, rounded to single precision; NaN is missing.</summary>
    /// <param name="rows">Shape (rows, columns).</param>
    /// <param name="names">A name per column, or null.</param>
    /// <exception cref="ArgumentException">A value is infinite or beyond ±3.4e38, there is no column, or the names do not fit the columns.</exception>
    public static Features FromRows(double[,] rows, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromRows<double>(Flat(rows), rows.GetLength(1), names);
    }

    /// <summary>Row-major numbers; NaN is missing.</summary>
    /// <param name="values">Row after row; copied.</param>
    /// <param name="columns">The number of columns in a row.</param>
    /// <param name="names">A name per column, or null.</param>
    /// <exception cref="ArgumentException">A value is infinite, the values do not fill whole rows, or the names do not fit the columns.</exception>
    public static Features FromRows(ReadOnlySpan<float> values, int columns, IReadOnlyList<string>? names = null) =>
        FromRows<float>(values, columns, names);

    /// <summary>Row-major numbers, rounded to single precision; NaN is missing.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="columns">The number of columns in a row.</param>
    /// <param name="names">A name per column, or null.</param>
    /// <exception cref="ArgumentException">A value is infinite or beyond ±3.4e38, the values do not fill whole rows, or the names do not fit the columns.</exception>
    public static Features FromRows(ReadOnlySpan<double> values, int columns, IReadOnlyList<string>? names = null) =>
        FromRows<double>(values, columns, names);

    /// <summary>Columns of numbers and categories: <c>float[]</c>, <c>double[]</c>, <c>string[]</c> or <see cref="FeatureColumn"/>.</summary>
    /// <param name="columns">At least one column; all of the same length.</param>
    /// <exception cref="ArgumentException">There is no column, or the columns differ in length.</exception>
    public static Features FromColumns(params ReadOnlySpan<FeatureColumn> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("Features need at least one column.", nameof(columns));
        for (int i = 0; i < columns.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(columns[i], nameof(columns));
            if (columns[i].Count != columns[0].Count)
            {
                throw new ArgumentException(
                    $"Feature column {i} has {columns[i].Count} rows but column 0 has {columns[0].Count}. Give every column one value per row.", nameof(columns));
            }
        }
        return new(columns.ToArray(), columns[0].Count);
    }

    /// <summary>The chosen rows in the order given: the folds of a cross-validation, for instance. Levels of categories keep their codes.</summary>
    /// <param name="rows">Row numbers; repeats are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row number is negative or not below <see cref="RowCount"/>.</exception>
    public Features Take(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"There are rows 0 to {RowCount - 1}.");
        }
        var taken = new FeatureColumn[_columns.Length];
        for (int i = 0; i < taken.Length; i++)
            taken[i] = _columns[i].Take(rows);
        return new(taken, rows.Length);
    }

    private static Features FromRows<T>(ReadOnlySpan<T> values, int columns, IReadOnlyList<string>? names) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values.Length % columns != 0)
            throw new ArgumentException($"{values.Length} values do not fill rows of {columns} columns.", nameof(values));
        if (names is not null && names.Count != columns)
            throw new ArgumentException($"There are {names.Count} names for {columns} columns.", nameof(names));
        int rows = values.Length / columns;
        var buffers = new float[columns][];
        for (int column = 0; column < columns; column++)
            buffers[column] = new float[rows];
        Transpose(values, buffers, rows);
        var result = new FeatureColumn[columns];
        for (int column = 0; column < columns; column++)
            result[column] = FeatureColumn.Number(buffers[column], names?[column]);
        return new(result, rows);
    }

    /// <summary>Works through blocks of rows that stay in cache while each column is written in one run.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> values, float[][] columns, int rows) where T : unmanaged
    {
        const int BlockRows = 64;
        for (int start = 0; start < rows; start += BlockRows)
        {
            int end = Math.Min(rows, start + BlockRows);
            for (int column = 0; column < columns.Length; column++)
            {
                float[] target = columns[column];
                for (int row = start; row < end; row++)
                {
                    T value = values[row * columns.Length + column];
                    target[row] = typeof(T) == typeof(double) ? (float)(double)(object)value : (float)(object)value;
                }
            }
        }
    }

    private static ReadOnlySpan<T> Flat<T>(T[,] rows) =>
        rows.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref rows[0, 0], rows.Length);
}
