using Fathom.Cli.Tests.Support;

namespace Fathom.Cli.Tests;

/// <summary>Every bad input ends in a complaint of three parts and an exit code; nothing is written.</summary>
public class BadInputTests
{
    private sealed record Case(ExitCode Code, string[] Says, Func<Scratch, string[]> Arguments);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["missing file"] = new(ExitCode.BadData, ["There is no file", "prices.csv"], room => [Path.Combine(room.Folder, "prices.csv")]),
        ["missing file, near name"] = new(ExitCode.BadData, ["There is no file"], room => [room.Prices(300)[..^1]]),
        ["no such target"] = new(ExitCode.BadData, ["clsoe", "Did you mean 'close'?"], room => [room.Prices(300), "--target", "clsoe"]),
        ["no such feature"] = new(ExitCode.BadData, ["othr", "Did you mean 'other'?"], room => [room.Prices(300), "--features", "othr"]),
        ["no such time"] = new(ExitCode.BadData, ["dates", "Did you mean 'date'?"], room => [room.Prices(300), "--time", "dates"]),
        ["no close, no target"] = new(ExitCode.BadData, ["No column is called close", "--target", "price"], room => [room.File("p.csv", "date,price\n2020-01-01,1\n2020-01-02,2\n")]),
        ["no time column"] = new(ExitCode.BadData, ["no time column"], room => [room.File("p.csv", "close,price\n1,1\n2,2\n")]),
        ["target holds times"] = new(ExitCode.BadData, ["'date'", "times"], room => [room.Prices(300), "--target", "date"]),
        ["unsorted times"] = new(ExitCode.BadData, ["The times do not ascend", "row 121", "Sort the rows"], room => [room.Prices(300, (row, cells) => row == 120 ? $"2010-01-04,{cells.Close}" : $"{cells.Date},{cells.Close}")]),
        ["duplicate times"] = new(ExitCode.BadData, ["Two rows have the time", "rows 1 and 2"], room => [room.Prices(300, (row, cells) => row < 2 ? $"2015-01-02,{cells.Close}" : $"{cells.Date},{cells.Close}")]),
        ["missing time"] = new(ExitCode.BadData, ["no time", "row 51"], room => [room.Prices(300, (row, cells) => row == 50 ? $",{cells.Close}" : $"{cells.Date},{cells.Close}")]),
        ["missing value"] = new(ExitCode.BadData, ["'close' has no value", "row 51"], room => [room.Prices(300, (row, cells) => row == 50 ? $"{cells.Date}," : $"{cells.Date},{cells.Close}")]),
        ["NaN"] = new(ExitCode.BadData, ["'close' has no value", "row 51"], room => [room.Prices(300, (row, cells) => row == 50 ? $"{cells.Date},NaN" : $"{cells.Date},{cells.Close}")]),
        ["text in a number column"] = new(ExitCode.BadData, ["'close' holds text", "'n/k'"], room => [room.Prices(300, (row, cells) => row == 50 ? $"{cells.Date},n/k" : $"{cells.Date},{cells.Close}")]),
        ["constant series"] = new(ExitCode.BadData, ["constant", "50"], room => [room.Prices(300, (_, cells) => $"{cells.Date},50")]),
        ["negative price"] = new(ExitCode.BadData, ["-3", "not positive", "level task"], room => [room.Prices(300, (row, cells) => row == 50 ? $"{cells.Date},-3" : $"{cells.Date},{cells.Close}")]),
        ["two rows"] = new(ExitCode.BadData, ["2 rows", "first forecast needs"], room => [room.Prices(2)]),
        ["too few rows for the folds"] = new(ExitCode.BadData, ["fewer folds"], room => [room.Prices(300), "--folds", "60"]),
        ["too few rows for the folds, unpurged"] = new(ExitCode.BadData, ["fewer folds"], room => [room.Prices(60), "--folds", "30", "--no-purge"]),
        ["horizon beyond the series"] = new(ExitCode.BadData, ["300 rows"], room => [room.Prices(300), "--horizon", "400"]),
        ["empty file"] = new(ExitCode.BadData, ["empty"], room => [room.File("empty.csv", "")]),
        ["header alone"] = new(ExitCode.BadData, ["row"], room => [room.File("header.csv", "date,close\n")]),
        ["2 GB of nothing"] = new(ExitCode.BadData, ["'huge.csv' holds bytes, not text"], Huge),
        ["a folder"] = new(ExitCode.BadData, ["folder"], room => [room.Folder]),
        ["not readable"] = new(ExitCode.BadData, ["secret.csv"], Secret),
        ["a binary file"] = new(ExitCode.BadData, ["'binary.csv' holds bytes, not text"], Binary),
        ["a file of unknown kind"] = new(ExitCode.BadData, [".xlsx"], room => [room.File("prices.xlsx", "PK")]),
        ["damaged parquet"] = new(ExitCode.BadData, ["prices.parquet"], room => [room.File("prices.parquet", "PAR1 and nothing more")]),
        ["unknown model"] = new(ExitCode.Usage, ["'rigde'", "--models", "Did you mean 'ridge'?"], _ => ["--models", "rigde"]),
        ["model twice"] = new(ExitCode.Usage, ["'ridge' twice"], _ => ["--models", "ridge,ridge"]),
        ["unknown task"] = new(ExitCode.Usage, ["'volatilty'", "Did you mean 'volatility'?"], _ => ["--task", "volatilty"]),
        ["unknown option"] = new(ExitCode.Usage, ["--horizn", "--horizon"], _ => ["--horizn", "3"]),
        ["option without value"] = new(ExitCode.Usage, ["--horizon"], _ => ["--horizon"]),
        ["horizon of zero"] = new(ExitCode.Usage, ["'0'", "--horizon", "1 or more"], _ => ["--horizon", "0"]),
        ["folds that are no number"] = new(ExitCode.Usage, ["'five'", "--folds"], _ => ["--folds", "five"]),
        ["seeds that are no numbers"] = new(ExitCode.Usage, ["'x'", "--seeds"], _ => ["--seeds", "1,x"]),
        ["empty name in a list"] = new(ExitCode.Usage, ["empty name", "--models"], _ => ["--models", "ridge,,boosting"]),
        ["target without a file"] = new(ExitCode.Usage, ["--target needs a file"], _ => ["--target", "close"]),
        ["embargo without purging"] = new(ExitCode.Usage, ["--embargo", "--no-purge"], _ => ["--no-purge", "--embargo", "5"]),
        ["unknown device"] = new(ExitCode.Usage, ["'gpu'", "--device"], _ => ["--device", "gpu"]),
        ["out is a file"] = new(ExitCode.CannotWrite, ["is a file, not a folder"], room => [room.Prices(300), "--out", room.File("taken", "mine")]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_with_a_complaint_and_leaves_nothing_behind(string name)
    {
        using var room = new Scratch();
        Case bad = Cases[name];
        string[] arguments = ["forecast", .. bad.Arguments(room)];
        if (!arguments.Contains("--out")) arguments = [.. arguments, "--out", room.Out];
        string[] before = room.Entries();

        Support.Cli run = await Support.Cli.Run(arguments);

        string error = run.Error.ReplaceLineEndings(" ");
        Assert.All(bad.Says, words => Assert.Contains(words, string.Join(' ', error.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(bad.Code, run.Code);
        Assert.StartsWith("fathom: ", run.Error);
        Assert.Contains("\n  Mend:  ", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.DoesNotContain("Exception", run.Error);
        Assert.Equal("", run.Output);
        Assert.Equal(before, room.Entries());
    }

    [Fact]
    public async Task A_report_html_of_somebody_else_is_not_replaced()
    {
        using var room = new Scratch();
        Directory.CreateDirectory(room.Out);
        string theirs = Path.Combine(room.Out, "report.html");
        await File.WriteAllTextAsync(theirs, "<html>quarterly figures</html>");

        Support.Cli run = await Support.Cli.Run("forecast", room.Prices(300), "--models", "naive", "--out", room.Out);

        Assert.Equal(ExitCode.CannotWrite, run.Code);
        Assert.Contains("Fathom did not write", run.Error);
        Assert.Equal("<html>quarterly figures</html>", await File.ReadAllTextAsync(theirs));
    }

    [Fact]
    public async Task A_complaint_is_json_too_where_json_is_asked_for()
    {
        Support.Cli run = await Support.Cli.Run("forecast", "nowhere.csv", "--json");

        using var document = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal(3, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Contains("nowhere.csv", document.RootElement.GetProperty("error").GetProperty("what").GetString());
        Assert.Empty(document.RootElement.GetProperty("results").EnumerateArray());
    }

    private static string[] Huge(Scratch room)
    {
        string path = Path.Combine(room.Folder, "huge.csv");
        using FileStream file = File.Create(path);
        file.SetLength(2L << 30);
        return [path];
    }

    private static string[] Binary(Scratch room)
    {
        string path = Path.Combine(room.Folder, "binary.csv");
        var bytes = new byte[20_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        return [path];
    }

    private static string[] Secret(Scratch room)
    {
        string path = room.Prices(300, name: "secret.csv");
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no file modes.");
        else File.SetUnixFileMode(path, UnixFileMode.None);
        try
        {
            File.OpenRead(path).Dispose();
            Assert.Skip("This user may read every file.");
        }
        catch (UnauthorizedAccessException)
        {
        }

        return [path];
    }
}
