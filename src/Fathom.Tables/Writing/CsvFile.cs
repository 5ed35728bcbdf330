using System.IO.Compression;
using CsvHelper;

namespace Fathom.Tables.Writing;

/// <summary>Writes a table as csv.</summary>
internal static class CsvFile
{
    public static void Write(Table table, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string ending = Path.GetExtension(packed ? Path.GetFileNameWithoutExtension(path) : path).ToLowerInvariant();
        if (ending is not (".csv" or ".tsv"))
            throw new TableException($"Tables are not written as '{ending}'.", path, "Use a name that ends in .csv, .tsv, .csv.gz or .tsv.gz.");
        AtomicFile.Write(path, stream =>
        {
            if (!packed)
            {
                Write(table, stream, ending);
                return;
            }
            using var gz = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            Write(table, gz, ending);
        });
    }

    private static void Write(Table table, Stream stream, string ending)
    {
        using CsvWriter writer = CsvWriter.Create(stream, new CsvWriterOptions { Separator = ending == ".tsv" ? '\t' : ',', NewLine = "\n" }, leaveOpen: true);
        foreach (string name in table.Names) WriteText(writer, name);
        writer.EndRecord();
        for (int row = 0; row < table.RowCount; row++)
        {
            foreach (Column column in table.Columns) WriteText(writer, column.Format(row));
            writer.EndRecord();
        }
    }

    // Blanks at either end survive only inside quotes, and a lone empty cell only in quotes is more than an empty line.
    private static void WriteText(CsvWriter writer, string text)
    {
        bool quoted = text.Length == 0 ? writer.FieldCount == 0 : char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]);
        writer.WriteField(text, quoted ? CsvQuoting.Always : CsvQuoting.WhenNeeded);
    }
}
