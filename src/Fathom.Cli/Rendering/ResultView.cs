using Fathom.Cli.Terminals;
using Fathom.Forecasting;
using Spectre.Console;

namespace Fathom.Cli.Rendering;

/// <summary>Prints what a run found: verdicts, tables, warnings, data, report, how to repeat it.</summary>
/// <param name="console">Where to.</param>
internal sealed class ResultView(IAnsiConsole console)
{
    private readonly Glyphs _glyphs = Glyphs.Of(console);

    /// <summary>Prints the results.</summary>
    /// <param name="results">One result per task, at least one.</param>
    /// <param name="report">Path of the report; null where none was written.</param>
    public void Print(IReadOnlyList<TournamentResult> results, string? report)
    {
        foreach (TournamentResult result in results)
        {
            console.Write(new VerdictPanel(result.Verdict, _glyphs).Render());
            console.WriteLine();
            if (result.Cancelled) console.Write(new Paragraph("Cancelled: ", Palette.Bad).Append("this is about what was finished by then.\n"));
            var warnings = new WarningLines(result, _glyphs);
            if (warnings.Leaks) console.Write(warnings.RenderLeaks());
        }

        foreach (TournamentResult result in results)
        {
            console.WriteLine();
            console.Write(new Paragraph(Title(result), Palette.Strong));
            console.WriteLine();
            if (result.Leaderboard.Count > 0) console.Write(new LeaderboardTable(result, _glyphs, console.Profile.Width).Render());
            console.Write(new WarningLines(result, _glyphs).RenderRest());
        }

        console.WriteLine();
        Line("Data     ", DoctorLine.Of(results[0].Doctor, results[0].Manifest));
        Line("Method   ", Method(results));
        if (report is not null) Whole("Report   ", report);
        if (results[0].Manifest.Command is string command) Whole("Repeat   ", command);
    }

    private string Title(TournamentResult result)
    {
        string loss = result.Task.PrimaryLoss switch { ForecastLoss.Qlike => "QLIKE", ForecastLoss.MeanAbsoluteError => "MAE", _ => "RMSE" };
        return _glyphs.Text($"{result.Task.Target}, by {loss} over {Figures.Count(result.Actuals.Length, "forecast", "forecasts")}");
    }

    private static string Method(IReadOnlyList<TournamentResult> results)
    {
        RunManifest manifest = results[0].Manifest;
        TimeSpan time = results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Manifest.Duration);
        return $"{manifest.Split}; {Seeds(manifest.Seeds)}; {Figures.Count(manifest.Threads, "worker", "workers")}; {Figures.Duration(time)}.";
    }

    private static string Seeds(IReadOnlyList<int> seeds) =>
        seeds.Count > 6 ? $"{Figures.Count(seeds.Count)} seeds" : $"seed{(seeds.Count == 1 ? "" : "s")} {string.Join(", ", seeds)}";

    private void Line(string head, string text)
    {
        var none = new Padding(0, 0, 0, 0);
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = none }).AddColumn(new GridColumn { Padding = none });
        grid.AddRow(new Text(head, Palette.Quiet), new Text(_glyphs.Text(text)));
        console.Write(grid);
    }

    // What will be copied stays on one line, however long it is.
    private void Whole(string head, string text)
    {
        console.Write(new Text(head, Palette.Quiet));
        console.Profile.Out.Writer.WriteLine(text);
    }
}
