namespace Fathom.Tables;

/// <summary>How <see cref="Table.Read(string, ReadOptions?)"/> reads a file. The defaults fit most files.</summary>
public sealed record ReadOptions
{
    /// <summary>The columns to read, in the file's order; all of them where null. Columns left out cost no memory.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The character between the fields of a csv; detected among comma, semicolon, tab and bar where null.</summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// How many lines at the top of a csv name the columns. 1 by default. 0 names them column1, column2 …
    /// With 2 or more the names are joined by a blank ("Close AAPL"), and a line below them that has nothing but its first cell
    /// (as pandas and yfinance write it) names the first column.
    /// </summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>The decimal sign of a csv; a point by default. Signs that group thousands are not read.</summary>
    public char DecimalSign { get; init; } = '.';

    /// <summary>Texts that mean "missing", compared without case and outer blanks. The empty cell is always missing.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = ["NA", "N/A", "#N/A", "NaN", "null", "."];

    /// <summary>Columns that must be read as times even if they look like numbers (20200316, 202003); an error where one does not fit.</summary>
    public IReadOnlyList<string> Times { get; init; } = [];

    /// <summary>
    /// The exact format of times (as in <see cref="DateTime.ParseExact(string, string, IFormatProvider)"/>, invariant culture); the usual ones
    /// are found where null. Dates such as 3/4/2020 are read with the month first unless a row of the column shows otherwise.
    /// </summary>
    public string? TimeFormat { get; init; }

    /// <summary>The most memory, in bytes, that the finished table may take; 1 GiB by default. Reading needs little more than that.</summary>
    public long MemoryLimit { get; init; } = 1L << 30;
}
