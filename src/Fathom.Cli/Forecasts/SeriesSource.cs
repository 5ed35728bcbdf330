using Fathom.Cli.Errors;
using Fathom.Forecasting;
using Fathom.Tables;

namespace Fathom.Cli.Forecasts;

/// <summary>Where the series comes from: the user's file, or the data inside the tool.</summary>
internal static class SeriesSource
{
    /// <summary>Reads the series.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <exception cref="TableException">The file cannot be read, or a column does not exist.</exception>
    /// <exception cref="ForecastException">Times or values cannot be forecast.</exception>
    /// <exception cref="ComplaintException">The file has no column called close and none is named.</exception>
    public static PriceSeries Open(ForecastRequest request)
    {
        if (request.File is not string path) return Spy();
        Table table = Table.Read(path);
        string target = request.Target ?? Close(table, path);
        string name = target.Equals("close", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(path) : target;
        return PriceSeriesReader.Read(table, target, request.Time, request.Features, name, Path.GetFileName(path));
    }

    private static PriceSeries Spy()
    {
        Bars spy = Datasets.Spy(), vix = Datasets.Vix();
        return new PriceSeries("SPY", spy.Time, spy.Close)
        {
            Bars = new PriceBars(spy.Open, spy.High, spy.Low),
            Volume = spy.Volume,
            Features = [SeriesFeature.AsOf("VIX", spy.Time, vix.Time, vix.Close)],
            Source = "SPY daily bars and VIX, inside the tool",
        };
    }

    private static string Close(Table table, string path) =>
        table.Names.FirstOrDefault(name => name.Equals("close", StringComparison.OrdinalIgnoreCase))
        ?? throw new ComplaintException(ExitCode.BadData, "No column is called close, and no target is named.", path,
            $"Name the column with --target: {string.Join(", ", table.Columns.OfType<NumberColumn>().Select(column => column.Name).Take(12))}.");
}
