using Fathom.Cli.Errors;
using Fathom.Forecasting;

namespace Fathom.Cli.Forecasts;

/// <summary>The report in the folder the user named: never half-written, never in the place of a file that is not a report.</summary>
/// <param name="folder">The folder; created when there is something to write.</param>
internal sealed class ReportFile(string folder)
{
    /// <summary>Found near the start of every report.</summary>
    private const string Mark = "<meta name=\"generator\" content=\"Fathom";

    private readonly string _path = Path.GetFullPath(Path.Combine(folder, "report.html"));

    /// <summary>Finds out before anything is fitted whether the report can be written; leaves nothing behind.</summary>
    /// <exception cref="ComplaintException">It cannot.</exception>
    public void Check()
    {
        if (Directory.Exists(_path)) throw Cannot("report.html is a folder.", "Remove it or name another folder with --out.");
        if (File.Exists(_path) && !IsReport())
            throw Cannot("There is a report.html that Fathom did not write.", "Move it away or name another folder with --out.");
        string nearest = Path.GetDirectoryName(_path)!;
        while (!Directory.Exists(nearest))
        {
            if (File.Exists(nearest)) throw Cannot($"{nearest} is a file, not a folder.", "Name a folder with --out.");
            nearest = Path.GetDirectoryName(nearest)!;
        }

        string probe = Path.Combine(nearest, $".fathom-{Guid.NewGuid():N}.tmp");
        Guard(() => File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose(), _ => $"No file can be created in {nearest}.");
    }

    /// <summary>Writes the report, whole or not at all.</summary>
    /// <param name="results">What the tournaments found.</param>
    /// <param name="series">The series as it came.</param>
    /// <returns>Full path of the report.</returns>
    /// <exception cref="ComplaintException">It cannot be written.</exception>
    public string Write(IReadOnlyList<TournamentResult> results, PriceSeries series)
    {
        Guard(() => Plots.ForecastReport.Save(results, _path, series), Failed);
        return _path;
    }

    private bool IsReport()
    {
        bool found = false;
        Guard(() =>
        {
            using var reader = new StreamReader(_path);
            var start = new char[4096];
            found = new string(start, 0, reader.ReadBlock(start)).Contains(Mark, StringComparison.Ordinal);
        }, Failed);
        return found;
    }

    private static string Failed(Exception failure) => $"The report cannot be written: {failure.Message}";

    private void Guard(Action action, Func<Exception, string> what)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Cannot(what(failure), "Free the place or name another folder with --out.");
        }
    }

    private ComplaintException Cannot(string what, string mend) => new(ExitCode.CannotWrite, what, _path, mend);
}
