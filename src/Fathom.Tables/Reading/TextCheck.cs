namespace Fathom.Tables.Reading;

/// <summary>Tells a file of bytes from a file of text before it is read as a table.</summary>
internal static class TextCheck
{
    /// <summary>Bytes looked at; a number in binary has a zero byte long before.</summary>
    private const int Length = 4096;

    /// <summary>Refuses a source whose beginning has a zero byte, which no text in UTF-8 or Latin-1 has.</summary>
    /// <param name="source">The source.</param>
    /// <exception cref="TableException">The source is no such text.</exception>
    public static void Run(CsvSource source)
    {
        var start = new byte[Length];
        using Stream stream = source.Open();
        int count = stream.ReadAtLeast(start, Length, throwOnEndOfStream: false);
        int zero = Array.IndexOf(start, (byte)0, 0, count);
        if (zero >= 0)
            throw new TableException($"'{source.Name}' holds bytes, not text: byte {zero + 1} is zero.", source.Path, "Name a text table; save one in UTF-16 as UTF-8 first.");
    }
}
