namespace Fathom.Tables.Reading;

/// <summary>A text table that can be opened as often as needed.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Ending">The ending of the text itself, such as ".tsv"; empty where unknown.</param>
/// <param name="Open">Opens the text from its beginning.</param>
/// <param name="Length">Its length in bytes, null where only reading it would tell.</param>
internal sealed record CsvSource(string Path, string Ending, Func<Stream> Open, long? Length)
{
    /// <summary>The file's name without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
