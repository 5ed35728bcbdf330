using System.Xml.Linq;
using Fathom.Forecasting;

namespace Fathom.Plots.Report;

/// <summary>How it was done, and how to do it again.</summary>
internal static class MethodSection
{
    /// <summary>The section.</summary>
    public static XElement Of(IReadOnlyList<TournamentResult> results)
    {
        RunManifest run = results[0].Manifest;
        (string Name, string Value)[] rows =
        [
            ("data", run.Source),
            ("rows", $"{Figures.Count(run.Rows)}, {Figures.Date(run.FirstTime)} to {Figures.Date(run.LastTime)}"),
            ("SHA-256 of the series", run.DataSha256),
            .. results.Select(result => ($"split, {result.Task.Name}", result.Manifest.Split)),
            ("seeds", string.Join(", ", run.Seeds)),
            ("threads", $"{Figures.Count(run.Threads)} (the results do not depend on it)"),
            .. run.Versions.Select(version => (version.Key, version.Value)),
            ("started", $"{Figures.Date(run.Started)} UTC"),
            ("took", Figures.Duration(results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Manifest.Duration))),
        ];
        return Html.Element("section", new XAttribute("id", "method"),
            Html.Element("h2", "How it was done"),
            Html.Paragraph(
                "Every forecaster is fitted on the past of each fold and forecasts its test block. Labels that share days with the test block are dropped from training; scaling, penalties " +
                "and early stopping see training days only. A model counts as better only if the test of superior predictive ability, which pays for the number of models tried, says so at 5 %."),
            Html.Element("table", Html.Class("facts"), Html.Element("tbody", rows.Select(row =>
                Html.Element("tr", Html.Element("th", new XAttribute("scope", "row"), row.Name), Html.Element("td", row.Value))))),
            run.Command is null ? null : Html.Paragraph("To repeat it:"),
            run.Command is null ? null : Html.Element("pre", Html.Element("code", run.Command)));
    }
}
