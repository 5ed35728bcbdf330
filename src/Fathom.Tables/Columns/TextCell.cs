namespace Fathom.Tables;

/// <summary>A cell of a file that is text where a number might have been expected.</summary>
/// <param name="Text">What the cell says.</param>
/// <param name="Row">Its data row, counted from 1.</param>
/// <param name="Line">Its line in the file, counted from 1; 0 where the file has no lines.</param>
/// <param name="File">The file's name.</param>
internal sealed record TextCell(string Text, long Row, long Line, string File)
{
    /// <summary>The place, for messages: "row 17 (line 18) of prices.csv".</summary>
    public string Place => Line > 0 ? $"row {Row} (line {Line}) of {File}" : $"row {Row} of {File}";
}
