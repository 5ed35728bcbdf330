using System.Globalization;
using Fathom.Tables;

namespace Fathom.Forecasting.Tests;

/// <summary>Files with one fault each, read as a user's would be: the message says what, where, and how to mend it.</summary>
public class InputTests
{
    private static readonly string[] Rows = [.. Synthetic.RandomWalk(400, seed: 51).Close.Zip(Synthetic.BusinessDays(400),
        (close, day) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{close:0.0000}"))];

    [Fact]
    public void A_sound_file_runs() => Assert.Equal(400, Run(Rows).Manifest.Rows);

    [Fact]
    public void Faults_of_the_series()
    {
        Says("The times do not ascend: 2000-01-06 comes after 2000-01-07.", "row 5", Swapped(3, 4));
        Says("Two rows have the time 2000-01-07.", "rows 5 and 6", Changed(5, Rows[4]));
        Says("Column 'close' has no value at 2000-01-07.", "row 5", Changed(4, "2000-01-07,"));
        Says("Column 'close' has no value at 2000-01-07.", "row 5", Changed(4, "2000-01-07,NaN"));
        Says("Column 'close' is constant: every value is 7.", "series 'Close'", [.. Rows.Select(row => row[..11] + "7")]);
        Says("Column 'close' is -3 at 2000-01-07, and a price that is not positive has no logarithm.", "row 5", Changed(4, "2000-01-07,-3"));
        Says("Column 'close' is 0 at 2000-01-07, and a price that is not positive has no logarithm.", "row 5", Changed(4, "2000-01-07,0"));
        Says("The series has 1 row.", "series 'Close'", Rows[..1]);
        Says("The series has 20 rows, but the first forecast needs 24.", "series 'Close'", Rows[..20]);
        Says("5 test blocks over 77 samples leave 7 in each; 10 is the least.", "77 samples", Rows[..100], where: "series 'Close'");
        Says("Fold 1 has ", "samples", Rows[..130], where: "series 'Close'");
    }

    [Fact]
    public void Faults_of_the_table()
    {
        TableException text = Refused(() => Run(Changed(4, "2000-01-07,closed")));
        Assert.Contains("closed", text.Message, StringComparison.Ordinal);
        Assert.Contains("Close", text.Message, StringComparison.Ordinal);
        TableException missing = Refused(() => Run(Rows, target: "Closs"));
        Assert.Contains("'Close'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Close", Refused(() => Run(Rows, features: ["Cloes"])).Message, StringComparison.Ordinal);
        Assert.Contains("Date", Refused(() => Run(Rows, time: "Dates")).Message, StringComparison.Ordinal);
        Refused(() => Run(Rows, time: "Close"));
        Refused(() => Table.Read(Path.Combine(Path.GetTempPath(), "fathom-no-such-file.csv")));
        Refused(() => Read("", path => Table.Read(path)));
    }

    private static string[] Changed(int row, string line) => [.. Rows[..row], line, .. Rows[(row + 1)..]];

    private static string[] Swapped(int one, int two)
    {
        string[] rows = [.. Rows];
        (rows[one], rows[two]) = (rows[two], rows[one]);
        return rows;
    }

    private static void Says(string what, string place, string[] rows, string? where = null)
    {
        ForecastException error = Assert.Throws<ForecastException>(() => Run(rows));
        Assert.StartsWith(what, error.What, StringComparison.Ordinal);
        Assert.Contains(place, where is null ? error.Where : error.Message, StringComparison.Ordinal);
        Assert.Contains(where ?? place, error.Where, StringComparison.Ordinal);
        ThreeParts(error.Message, error.What, error.Where, error.How);
    }

    private static TableException Refused(Func<object> act)
    {
        TableException error = Assert.Throws<TableException>(act);
        ThreeParts(error.Message, error.What, error.Where, error.Mend);
        return error;
    }

    private static void ThreeParts(string message, string what, string where, string how)
    {
        Assert.All((string[])[what, where, how], part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.All((string[])[what, how], sentence => Assert.Matches(@"^\S.*[.?]$", sentence));
        Assert.Matches(@"^\S.*[^.]$", where);
    }

    private static TournamentResult Run(string[] rows, string target = "Close", string? time = null, string[]? features = null) => Read(
        string.Join('\n', ["Date,Close", .. rows]),
        path => new Tournament(new ReturnTask(), [new ZeroForecaster(), new RidgeForecaster()]) { Replications = 100 }
            .Run(PriceSeriesReader.Read(Table.Read(path), target, time, features), cancellation: TestContext.Current.CancellationToken));

    private static T Read<T>(string text, Func<string, T> read)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(path, text);
            return read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
