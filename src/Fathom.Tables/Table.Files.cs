namespace Fathom.Tables;

public sealed partial class Table
{
    /// <summary>
    /// Reads a file. By its ending: .csv, .tsv and .txt (also inside .gz, or alone in a .zip) or .parquet. The kind of a csv column is that
    /// of all its cells: numbers, truth values (read as 1 and 0), times, else text.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; the defaults where null.</param>
    /// <exception cref="TableException">
    /// The file is missing, empty, damaged or of an unknown kind; rows are ragged; names appear twice; or the table would not fit the memory limit.
    /// </exception>
    public static Table Read(string path, ReadOptions? options = null) => Reading.TableFile.Read(path, options ?? new ReadOptions());

    /// <summary>
    /// Writes a csv in UTF-8 that <see cref="Read"/> reads back as the same table: numbers to the last bit, times in ISO 8601, missing cells empty.
    /// </summary>
    /// <param name="path">The file, ending in .csv, .tsv (tabs) or .csv.gz; an existing one is replaced when the new one is complete.</param>
    /// <exception cref="TableException">The ending is none of those.</exception>
    public void Write(string path) => Writing.CsvFile.Write(this, path);
}
