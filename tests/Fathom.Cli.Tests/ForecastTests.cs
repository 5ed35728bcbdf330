using System.Text.Json;
using Fathom.Cli.Terminals;
using Fathom.Cli.Tests.Support;
using Spectre.Console.Testing;

namespace Fathom.Cli.Tests;

/// <summary>The command from end to end, on a short random walk and with cheap models.</summary>
public class ForecastTests
{
    [Fact]
    public async Task Prints_verdict_then_table_then_report_and_writes_it()
    {
        using var room = new Scratch();

        Support.Cli run = await Support.Cli.Run("forecast", room.Prices(400), "--models", "ridge", "--features", "other", "--folds", "3", "--threads", "2", "--out", room.Out);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("", run.Error);
        int verdict = run.Output.IndexOf("beat", StringComparison.OrdinalIgnoreCase), table = run.Output.IndexOf("RMSE", StringComparison.Ordinal),
            report = run.Output.IndexOf(Path.Combine(room.Out, "report.html"), StringComparison.Ordinal);
        Assert.True(verdict >= 0 && verdict < table && table < report, run.Output);
        Assert.Matches(@"(?m)^\d  zero \* ", run.Output);
        Assert.Matches(@"(?m)^\d  ridge   ", run.Output);
        Assert.Contains("Repeat   fathom forecast ", run.Output);
        Assert.Equal([room.Out, Path.Combine(room.Out, "report.html"), Path.Combine(room.Folder, "prices.csv")], room.Entries());
        Assert.Contains("</html>", await File.ReadAllTextAsync(Path.Combine(room.Out, "report.html")));
    }

    [Fact]
    public async Task Without_purging_the_labels_that_overlap_are_counted()
    {
        using var room = new Scratch();
        string prices = room.Prices(600);

        Support.Cli wrong = await Support.Cli.Run("forecast", prices, "--models", "ridge", "--horizon", "20", "--folds", "3", "--no-purge", "--out", room.Out);
        Support.Cli right = await Support.Cli.Run("forecast", prices, "--models", "ridge", "--horizon", "20", "--folds", "3", "--out", room.Out);

        // The label of an origin covers it and 20 observations more: the last 20 training labels of each of 3 folds reach into the test block.
        Assert.Contains("LEAK: 60 training labels overlap test labels in 3 of 3 folds", wrong.Output);
        Assert.DoesNotContain("LEAK", right.Output);
        Assert.DoesNotContain("overlap", right.Output);
    }

    [Fact]
    public async Task Gaps_are_reported_and_do_not_stop_the_run()
    {
        using var room = new Scratch();
        string[] lines = await File.ReadAllLinesAsync(room.Prices(500));
        string gappy = room.File("gappy.csv", string.Join('\n', [.. lines[..200], .. lines[280..]]));

        Support.Cli run = await Support.Cli.Run("forecast", gappy, "--models", "naive", "--folds", "2", "--out", room.Out);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("1 gap", run.Output);
    }

    [Fact]
    public async Task A_report_of_an_earlier_run_is_replaced()
    {
        using var room = new Scratch();
        string prices = room.Prices(300);
        string[] line = ["forecast", prices, "--models", "naive", "--folds", "2", "--out", room.Out];
        Assert.Equal(ExitCode.Done, (await Support.Cli.Run(line)).Code);
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(room.Out, "report.html"));

        Assert.Equal(ExitCode.Done, (await Support.Cli.Run(line)).Code);

        Assert.True(File.GetLastWriteTimeUtc(Path.Combine(room.Out, "report.html")) > before);
        Assert.Single(Directory.GetFiles(room.Out));
    }

    [Fact]
    public async Task Piped_output_is_plain_ascii_of_at_most_100_columns()
    {
        using var room = new Scratch();

        Support.Cli run = await Support.Cli.Run("forecast", room.Prices(400), "--task", "return,volatility,level", "--models", "ridge", "--folds", "2", "--out", room.Out);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.DoesNotContain(run.Output, sign => sign is > '~' or (< ' ' and not '\n'));
        Assert.All(run.Output.Split('\n').Where(line => !line.StartsWith("Report", StringComparison.Ordinal) && !line.StartsWith("Repeat", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public async Task Json_has_one_document_on_standard_output_and_the_words_on_standard_error()
    {
        using var room = new Scratch();

        Support.Cli run = await Support.Cli.Run("forecast", room.Prices(400), "--task", "return,level", "--models", "ridge", "--folds", "3", "--json", "--out", room.Out);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("RMSE", run.Error);
        using var document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        Assert.Equal(["schema", "exitCode", "cancelled", "report", "results", "error"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Path.Combine(room.Out, "report.html"), root.GetProperty("report").GetString());
        JsonElement[] results = [.. root.GetProperty("results").EnumerateArray()];
        Assert.Equal(["return", "level"], results.Select(result => result.GetProperty("task").GetProperty("name").GetString()));
        JsonElement ridge = results[0].GetProperty("leaderboard").EnumerateArray().Single(row => row.GetProperty("model").GetString() == "ridge");
        Assert.Equal("linear", ridge.GetProperty("family").GetString());
        Assert.True(ridge.GetProperty("fitTime").GetDouble() >= 0);
        Assert.Equal(JsonValueKind.Null, ridge.GetProperty("seedDeviation").ValueKind);
        double best = results[0].GetProperty("leaderboard").EnumerateArray().Where(row => row.GetProperty("isBaseline").GetBoolean()).Min(row => row.GetProperty("loss").GetDouble());
        Assert.Equal(1 - ridge.GetProperty("loss").GetDouble() / best, ridge.GetProperty("skill").GetDouble(), 1e-12);
        Assert.Equal(3, results[0].GetProperty("folds").GetArrayLength());
        Assert.Equal(64, results[0].GetProperty("manifest").GetProperty("dataSha256").GetString()!.Length);
    }

    [Fact]
    public async Task Cancelled_before_anything_is_finished_writes_nothing()
    {
        using var room = new Scratch();
        string prices = room.Prices(400);

        Support.Cli run = await Support.Cli.Run(new CancellationToken(canceled: true), "forecast", prices, "--models", "ridge", "--out", room.Out);

        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Contains("Nothing was written", run.Error);
        Assert.False(Directory.Exists(room.Out));
    }

    [Fact]
    public async Task Cancelled_half_way_prints_and_writes_what_is_finished()
    {
        using var room = new Scratch();
        using TestConsole watched = new TestConsole().Width(100).Interactive().SupportsAnsi(true);
        using var cancel = new CancellationTokenSource();
        var output = new StringWriter();
        string seeds = string.Join(',', Enumerable.Range(0, 500));
        Task<ExitCode> running = Task.Run(() => new FathomTool(new Terminal(Terminal.Console(output, rich: false), watched)).RunAsync(
            ["forecast", room.Prices(900), "--models", "boosting", "--seeds", seeds, "--task", "return,level", "--out", room.Out], cancel.Token));
        while (!watched.Output.Contains("best so far", StringComparison.Ordinal) && !running.IsCompleted) await Task.Delay(20);
        await cancel.CancelAsync();

        Assert.Equal(ExitCode.Cancelled, await running);
        Assert.Contains("Not finished: boosting, ", output.ToString());
        Assert.Contains("  zero * ", output.ToString());
        Assert.True(File.Exists(Path.Combine(room.Out, "report.html")));
    }

    [Fact]
    public async Task An_error_inside_the_tool_is_one_line_and_no_stack_trace()
    {
        using var room = new Scratch();
        var error = new StringWriter();
        var tool = new FathomTool(new Terminal(Terminal.Console(new Broken(), rich: false), Terminal.Console(error, rich: false)));

        Assert.Equal(ExitCode.InternalError, await tool.RunAsync(["forecast", room.Prices(300), "--models", "naive", "--out", room.Out], CancellationToken.None));
        Assert.StartsWith("fathom: Internal error: InvalidOperationException: out of order", error.ToString());
        Assert.Contains("FATHOM_DEBUG=1", error.ToString());
        Assert.DoesNotContain("   at ", error.ToString());
    }

    private sealed class Broken : StringWriter
    {
        public override void Write(string? value) => throw new InvalidOperationException("out of order");

        public override void Write(char value) => throw new InvalidOperationException("out of order");

        public override void Write(char[] buffer, int index, int count) => throw new InvalidOperationException("out of order");
    }
}
