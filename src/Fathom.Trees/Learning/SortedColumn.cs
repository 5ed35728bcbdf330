namespace Fathom.Trees;

/// <summary>A column's rows in ascending order of their values; rows without a value are left out.</summary>
internal sealed class SortedColumn
{
    internal SortedColumn(float[] column)
    {
        int[] rows = [.. Enumerable.Range(0, column.Length).Where(row => !float.IsNaN(column[row]))];
        float[] values = Array.ConvertAll(rows, row => column[row]);
        Array.Sort(values, rows);
        Rows = rows;
        Values = values;
        HasMissing = rows.Length < column.Length;
    }

    internal int[] Rows { get; }

    internal float[] Values { get; }

    internal bool HasMissing { get; }
}
