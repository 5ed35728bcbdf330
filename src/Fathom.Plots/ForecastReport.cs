using System.Xml.Linq;
using Fathom.Forecasting;
using Fathom.Plots.Report;
using Fathom.Tables;

namespace Fathom.Plots;

/// <summary>The report of a run of tournaments: one HTML file that needs no network and no script.</summary>
public static class ForecastReport
{
    /// <summary>Writes the report; it appears under its name only when it is complete.</summary>
    /// <param name="results">What the tournaments found on one series, in the order to show them; at least one.</param>
    /// <param name="path">Where to; an earlier report there is replaced.</param>
    /// <param name="series">The series as it came: with it, the data doctor's findings are drawn on its closes. Null draws how far they are off alone.</param>
    /// <exception cref="ArgumentException">There are no results.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(IReadOnlyList<TournamentResult> results, string path, PriceSeries? series = null) => AtomicFile.WriteText(path, ToHtml(results, series));

    /// <summary>The report as text.</summary>
    /// <param name="results">What the tournaments found on one series, in the order to show them; at least one.</param>
    /// <param name="series">The series as it came; see <see cref="Save"/>.</param>
    /// <returns>An HTML page.</returns>
    /// <exception cref="ArgumentException">There are no results.</exception>
    public static string ToHtml(IReadOnlyList<TournamentResult> results, PriceSeries? series = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0) throw new ArgumentException("A report needs at least one tournament's result.", nameof(results));
        var colors = new ModelColors(results);
        var figures = new FigureSet();
        string subject = results[0].Task.Subject, title = $"Does anything beat the naive forecaster on {subject}?";
        XElement page = Html.Element("html", new XAttribute("lang", "en"),
            Html.Element("head",
                Html.Element("meta", new XAttribute("charset", "utf-8")),
                Html.Element("meta", new XAttribute("name", "generator"), new XAttribute("content", "Fathom")),
                Html.Element("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                Html.Element("title", title),
                Html.Element("style", StyleSheet.Picture + StyleSheet.Report)),
            Html.Element("body", Html.Element("main",
                Html.Element("h1", title),
                results.Any(result => result.Cancelled) ? Html.Element("p", Html.Class("warning"), "The run was cancelled before its end: what was finished is ranked, the rest is listed.") : null,
                Html.Element("ul", Html.Class("answers"), results.Select(result => Html.Element("li", Html.Element("strong", result.Verdict.Sentence), " ", result.Verdict.Advice))),
                TaskSection.Warnings([.. results.SelectMany(result => result.Warnings).Where(warning => warning.Kind == WarningKind.Leakage)]),
                Html.Element("nav", new XAttribute("aria-label", "Contents"), Html.Element("ul",
                    results.Select((result, index) => Link(Id(result, index), result.Task.Target)), Link("data", "the data"), Link("method", "how it was done"))),
                results.Select((result, index) => TaskSection.Of(result, colors, figures, Id(result, index))),
                DataSection.Of(results[0], series, figures),
                MethodSection.Of(results))));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting);
    }

    private static string Id(TournamentResult result, int index) => $"task-{index + 1}-{result.Task.Name}";

    private static XElement Link(string id, string text) => Html.Element("li", Html.Element("a", new XAttribute("href", $"#{id}"), text));
}
