namespace Fathom.Tables;

/// <summary>
/// Daily bars in LEAN's format (Data/equity/readme.md of QuantConnect's LEAN): lines of yyyyMMdd HH:mm, open, high, low, close, volume with
/// prices in ten-thousandths of a dollar, unadjusted, alone in a zip or as csv.
/// </summary>
public static class LeanBars
{
    internal static readonly ReadOptions Options = new() { HeaderRows = 0, Delimiter = ',', TimeFormat = "yyyyMMdd HH:mm", Times = ["column1"] };

    private const double PriceUnit = 10_000;

    /// <summary>Reads the bars of one symbol.</summary>
    /// <param name="path">The zip or csv.</param>
    /// <param name="symbol">What was traded; the file's name in capitals where null.</param>
    /// <returns>Unadjusted bars in dollars.</returns>
    /// <exception cref="TableException">The file is missing or not in this format.</exception>
    public static Bars Read(string path, string? symbol = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return From(Table.Read(path, Options), symbol ?? Path.GetFileNameWithoutExtension(path).ToUpperInvariant());
    }

    internal static Bars Read(Func<Stream> open, string name, string symbol) =>
        From(Reading.CsvFile.Read(new Reading.CsvSource(name, ".csv", open, null), Options), symbol);

    private static Bars From(Table table, string symbol) => new(symbol, table.Time("column1").Values,
        Dollars(table, "column2"), Dollars(table, "column3"), Dollars(table, "column4"), Dollars(table, "column5"), table.Number("column6").Values);

    private static double[] Dollars(Table table, string name) => Array.ConvertAll(table.Number(name).Values, price => price / PriceUnit);
}
