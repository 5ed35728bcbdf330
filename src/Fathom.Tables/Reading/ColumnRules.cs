using System.Text;

namespace Fathom.Tables.Reading;

/// <summary>What all columns of one file have in common while they are read.</summary>
internal sealed class ColumnRules(ReadOptions options, string path)
{
    private static readonly string[] TimeWords = ["date", "time", "day", "datum"];

    public char DecimalSign { get; } = options.DecimalSign;

    public MissingTexts Missing { get; } = new(options.MissingValues);

    public HashSet<string> Times { get; } = new(options.Times, StringComparer.Ordinal);

    public string? TimeFormat { get; } = options.TimeFormat;

    /// <summary>Whether eight digits in a column of that name are more likely a date than a number.</summary>
    public static bool LooksLikeTime(string name) => TimeWords.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));

    public TextCell Cell(ReadOnlySpan<byte> cell, long row, long line)
    {
        string text = Encoding.UTF8.GetString(cell);
        return new TextCell(text.Length <= 40 ? text : text[..39] + "…", row, line, Path.GetFileName(path));
    }

    public TableException NoTime(string column, TextCell cell) =>
        new($"Column '{column}' was asked for as times, but {cell.Place} has '{cell.Text}'.", $"{path}, column '{column}'",
            options.TimeFormat is null ? "Correct the cell, or give the format in ReadOptions.TimeFormat." : $"Correct the cell, or the format '{options.TimeFormat}'.");
}
