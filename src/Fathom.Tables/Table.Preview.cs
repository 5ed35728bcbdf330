using System.Globalization;
using System.Text;

namespace Fathom.Tables;

public sealed partial class Table
{
    private const int CellWidth = 20;
    private const int LineWidth = 100;

    /// <summary>The first rows as plain text of at most 100 columns: numbers to the right, a dash where a value is missing.</summary>
    /// <param name="rows">How many rows; 8 unless said otherwise.</param>
    public string Preview(int rows = 8)
    {
        Table head = Head(rows);
        var blocks = new List<string[]>();
        int width = 0;
        foreach (Column column in head.Columns)
        {
            string[] cells = [Shorten(column.Name), .. Enumerable.Range(0, head.RowCount).Select(row => Cell(column, row))];
            int cellWidth = cells.Max(cell => cell.Length);
            if (width + cellWidth > LineWidth && blocks.Count > 0) break;
            width += cellWidth + 2;
            bool right = column is NumberColumn;
            blocks.Add([.. cells.Select(cell => right ? cell.PadLeft(cellWidth) : cell.PadRight(cellWidth))]);
        }
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{RowCount:N0} rows, {ColumnCount:N0} columns").Append('\n');
        for (int line = 0; line <= head.RowCount; line++)
            text.Append(string.Join("  ", blocks.Select(block => block[line])).TrimEnd()).Append('\n');
        if (RowCount > head.RowCount) text.Append(CultureInfo.InvariantCulture, $"… {RowCount - head.RowCount:N0} more rows").Append('\n');
        if (ColumnCount > blocks.Count)
            text.Append("… more columns: ").Append(Shorten(string.Join(", ", Names.Skip(blocks.Count)), LineWidth - 16)).Append('\n');
        return text.ToString();
    }

    /// <inheritdoc cref="Preview"/>
    public override string ToString() => Preview();

    private static string Cell(Column column, int row)
    {
        if (column.IsMissing(row)) return "–";
        return column is NumberColumn numbers ? numbers[row].ToString("G7", CultureInfo.InvariantCulture) : Shorten(column.Format(row));
    }

    private static string Shorten(string text, int width = CellWidth)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= width ? line : line[..(width - 1)] + "…";
    }
}
