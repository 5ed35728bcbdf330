using System.Xml.Linq;
using Fathom.Forecasting;
using Fathom.Plots.Charts;

namespace Fathom.Plots.Report;

/// <summary>What the data doctor saw.</summary>
internal static class DataSection
{
    /// <summary>Rows of the table: a file that is wrong throughout must not make the page too large to open.</summary>
    private const int Rows = 1_000;

    /// <summary>The section.</summary>
    public static XElement Of(TournamentResult result, PriceSeries? series, FigureSet figures) => Html.Element("section", new XAttribute("id", "data"),
        Html.Element("h2", "The data"),
        Html.Paragraph(result.Doctor.Findings.Count == 0
            ? $"{Figures.Count(result.Doctor.Observations)} observations were examined and nothing was found to repair."
            : $"{Figures.Count(result.Doctor.Observations)} observations were examined before anything was fitted: {Figures.Count(result.Doctor.Repairs, "value was", "values were")} repaired, " +
              $"{Figures.Count(result.Doctor.Findings.Count - result.Doctor.Repairs, "finding was", "findings were")} kept as they came."),
        figures.Figure(series is null ? null : PriceChart.Of(result.Doctor, series)),
        figures.Figure(DoctorChart.Of(result.Doctor, result.Manifest)),
        result.Doctor.Findings.Count == 0 ? null : Html.Element("details", Html.Element("summary", result.Doctor.Findings.Count <= Rows ? "Every finding" : "Findings"),
            Html.Table(result.Doctor.Findings.Count <= Rows ? "Findings of the data doctor, in order of time" : $"The first {Figures.Count(Rows)} of {Figures.Count(result.Doctor.Findings.Count)} findings of the data doctor, in order of time", ["time", "field", "finding", "as it came", "now", "why"],
                result.Doctor.Findings.Take(Rows).Select(finding => (IReadOnlyList<string>)[
                    Figures.Date(finding.Time), finding.Field, Name(finding.Kind), Figures.Fixed(finding.OldValue, 2),
                    finding.Repaired ? Figures.Fixed(finding.NewValue, 2) : "kept", finding.Why]), [0, 1, 2, 5])));

    private static string Name(FindingKind kind) => kind switch
    {
        FindingKind.FalseHigh => "false high",
        FindingKind.FalseLow => "false low",
        FindingKind.InconsistentBar => "inconsistent bar",
        FindingKind.CloseSpike => "close spike",
        FindingKind.StaleClose => "stale close",
        FindingKind.UnadjustedSplit => "unadjusted split",
        _ => "gap",
    };
}
