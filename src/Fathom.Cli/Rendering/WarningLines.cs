using Fathom.Cli.Terminals;
using Fathom.Forecasting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fathom.Cli.Rendering;

/// <summary>What the reader must know before believing the leaderboard, one paragraph each, leaks first.</summary>
/// <param name="result">What the tournament found.</param>
/// <param name="glyphs">The signs of the console.</param>
internal sealed class WarningLines(TournamentResult result, Glyphs glyphs)
{
    /// <summary>Whether training labels overlap test labels.</summary>
    public bool Leaks => result.Warnings.Any(warning => warning.Kind == WarningKind.Leakage);

    /// <summary>The leak warnings; they stand right under the verdict.</summary>
    public IRenderable RenderLeaks() => Lines(result.Warnings.Where(warning => warning.Kind == WarningKind.Leakage)
        .Select(warning => ("LEAK: ", warning.Message)));

    /// <summary>All other warnings, and the forecasters that are not on the leaderboard.</summary>
    public IRenderable RenderRest() => Lines(
    [
        .. result.Warnings.Where(warning => warning.Kind != WarningKind.Leakage).Select(warning => ("Note: ", warning.Message)),
        .. result.Failed.Select(failed => ("Failed: ", $"{failed.Model}, after {failed.FinishedRuns} of {failed.TotalRuns} fits: {failed.Reason}")),
        .. result.Unfinished.Select(open => ("Not finished: ", $"{open.Model}, {open.FinishedRuns} of {open.TotalRuns} fits.")),
    ]);

    private Rows Lines(IEnumerable<(string Head, string Text)> lines) =>
        new(lines.Select(line => new Paragraph(line.Head, Palette.Bad).Append(glyphs.Text(line.Text))));
}
