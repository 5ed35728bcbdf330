using Fathom.Cli.Errors;
using Fathom.Cli.Json;
using Fathom.Cli.Rendering;
using Fathom.Cli.Terminals;
using Fathom.Forecasting;
using Spectre.Console;

namespace Fathom.Cli.Forecasts;

/// <summary>Does what <c>fathom forecast</c> was asked for: reads, fits, prints, writes the report.</summary>
/// <param name="terminal">Where it writes.</param>
internal sealed class ForecastRun(Terminal terminal)
{
    /// <summary>Runs the tournaments.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the run with what is finished.</param>
    /// <returns>How it ended.</returns>
    public async Task<ExitCode> RunAsync(ForecastRequest request, CancellationToken cancellation)
    {
        PriceSeries series = SeriesSource.Open(request);
        Tournament[] tournaments = [.. request.Tasks.Select(task => TournamentSetup.Of(task, request, series))];
        var report = new ReportFile(request.Out);
        report.Check();

        List<TournamentResult> results = [];
        for (int i = 0; i < tournaments.Length && !cancellation.IsCancellationRequested; i++)
            results.Add(await RunAsync(tournaments[i], series, i, tournaments.Length, cancellation).ConfigureAwait(false));

        TournamentResult[] answered = [.. results.Where(result => result.Leaderboard.Count > 0)];
        ExitCode code = cancellation.IsCancellationRequested ? ExitCode.Cancelled
            : answered.Length < results.Count ? ExitCode.NothingFinished
            : ExitCode.Done;
        if (answered.Length == 0 && code == ExitCode.Cancelled) throw new OperationCanceledException(cancellation);
        string? written = answered.Length > 0 ? report.Write(answered, series) : null;
        new ResultView(request.Json ? terminal.Error : terminal.Output).Print(results, written);
        if (request.Json) await terminal.Output.Profile.Out.Writer.WriteLineAsync(JsonResult.Of(results, written, code)).ConfigureAwait(false);
        return code;
    }

    private Task<TournamentResult> RunAsync(Tournament tournament, PriceSeries series, int index, int count, CancellationToken cancellation)
    {
        string label = count == 1 ? tournament.Task.Name : $"{tournament.Task.Name} ({index + 1} of {count})";
        var text = new ProgressText(label, tournament.Task is ReturnTask ? 100 : 1);
        return new ProgressLine(terminal.Error).RunAsync(
            text, progress => Task.Run(() => tournament.Run(series, progress, cancellation), CancellationToken.None), cancellation);
    }
}
