using System.IO.Compression;

namespace Fathom.Tables;

/// <summary>
/// The datasets that samples, tests and benchmarks use. A file is looked for in the folder that the environment variable FATHOM_DATA names
/// (at its path in the catalogue, then by its name alone), then in the user's cache. Nothing is downloaded unless asked for.
/// </summary>
public static class Datasets
{
    /// <summary>The environment variable that names a data folder.</summary>
    public const string FolderVariable = "FATHOM_DATA";

    /// <summary>The folder downloads are kept in: fathom/data in the user's local application data.</summary>
    public static string CacheFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local ? local : Path.GetTempPath(),
        "fathom", "data");

    /// <summary>All entries.</summary>
    public static IReadOnlyList<DatasetEntry> Catalogue => DatasetCatalogue.Entries;

    /// <summary>The entry of that name.</summary>
    /// <param name="name">The name of the file, such as "yfinance.csv".</param>
    /// <exception cref="TableException">The catalogue has none; the message offers the nearest names.</exception>
    public static DatasetEntry Entry(string name) => DatasetCatalogue.Entry(name);

    /// <summary>Finds the file of a dataset on this machine.</summary>
    /// <param name="name">The name of the file, such as "yfinance.csv".</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="TableException">It is not here; the message says where it was looked for and how to get it.</exception>
    public static string Find(string name) => Store().Find(Entry(name));

    /// <summary>Finds a dataset on this machine or downloads it to the cache; a download whose size or hash is not the catalogue's is thrown away.</summary>
    /// <param name="name">The name of the file, such as "jena_climate_2009_2016.csv.zip".</param>
    /// <param name="progress">Told the share that has arrived, 0 to 1.</param>
    /// <param name="cancellation">Ends the download and leaves nothing behind.</param>
    /// <returns>The full path of the file.</returns>
    /// <exception cref="TableException">No address is known, the download fails, or what arrives is another file.</exception>
    public static Task<string> DownloadAsync(string name, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Store().DownloadAsync(Entry(name), progress, cancellation);

    /// <summary>Finds a dataset on this machine and reads it as its entry says.</summary>
    /// <param name="name">The name of the file, such as "yfinance.csv".</param>
    /// <exception cref="TableException">It is not here or cannot be read.</exception>
    public static Table Read(string name)
    {
        DatasetEntry entry = Entry(name);
        return Table.Read(Store().Find(entry), entry.Read);
    }

    /// <summary>
    /// SPY daily bars 1998-01-02 – 2021-03-31 in dollars, adjusted for dividends and splits by the factor file; they ship inside this library
    /// (QuantConnect LEAN, Apache-2.0). The bars are as published: some highs and lows, mostly of 1999–2007, are false prints.
    /// </summary>
    public static Bars Spy() => SpyUnadjusted().Adjust(SpyFactors());

    /// <summary>The same bars as they traded. The close of 2020-03-16, for one, is 239.85.</summary>
    public static Bars SpyUnadjusted() => LeanBars.Read(() => EmbeddedFile.OpenZip("spy.zip", "spy.csv"), "the embedded spy.zip", "SPY");

    /// <summary>The dividend and split factors of SPY.</summary>
    public static FactorFile SpyFactors()
    {
        using var reader = new StreamReader(EmbeddedFile.Open("spy-factors.csv"));
        return FactorFile.Read(reader, "the embedded factor file of SPY");
    }

    /// <summary>
    /// Cboe VIX daily 1990-01-02 – 2026-07-23, in points (annualised percent), without volume; it ships inside this library
    /// (github.com/datasets/finance-vix, Open Data Commons PDDL 1.0).
    /// </summary>
    public static Bars Vix()
    {
        var source = new Reading.CsvSource("the embedded vix-daily.csv", ".csv",
            () => new GZipStream(EmbeddedFile.Open("vix-daily.csv.gz"), CompressionMode.Decompress), null);
        Table table = Reading.CsvFile.Read(source, Entry("vix-daily.csv").Read);
        return new Bars("VIX", table.Time("DATE").Values, table.Number("OPEN").Values, table.Number("HIGH").Values,
            table.Number("LOW").Values, table.Number("CLOSE").Values, []);
    }

    private static DatasetStore Store() => new(Environment.GetEnvironmentVariable(FolderVariable), CacheFolder);
}
