using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>When the data doctor repaired a value and when it kept one.</summary>
internal static class DoctorChart
{
    /// <summary>Marks that a picture has room for.</summary>
    internal const int Most = 1_000;

    /// <summary>The picture; null where nothing was found.</summary>
    public static Chart? Of(DoctorReport report, RunManifest manifest)
    {
        Finding[] findings = [.. report.Findings.Where(finding => finding.OldValue is not null)];
        if (findings.Length == 0) return null;
        int repaired = findings.Count(finding => finding.Repaired);
        return new Chart(
            $"{Figures.Count(repaired, "value", "values")} repaired, {Figures.Count(findings.Length - repaired, "value", "values")} examined and kept",
            $"How far each suspicious value lies from the one put in its place; kept values, which other evidence supports, lie on the zero line.{Drawn(findings.Length)}",
            $"{repaired} repaired and {findings.Length - repaired} kept values between {Figures.Date(findings[0].Time)} and {Figures.Date(findings[^1].Time)}.",
            [new KeyEntry("repaired", Palette.Vermilion), new KeyEntry("kept", Palette.Green)],
            width =>
            {
                var canvas = new Canvas(width, 200, AxisRange.Of(manifest.FirstTime, manifest.LastTime, width),
                    AxisRange.Of(findings.Select(Off).Append(0), "off by, %", 5));
                foreach (Finding finding in Downsample.Even(findings, Most)) canvas.Dot(finding.Time.ToOADate(), Off(finding), finding.Repaired ? Palette.Vermilion : Palette.Green, 7, !finding.Repaired);
                return canvas;
            });
    }

    /// <summary>Says how many marks are drawn where not all are.</summary>
    internal static string Drawn(int marks) => marks <= Most ? "" : $" {Figures.Count(Most)} of {Figures.Count(marks)} are drawn, evenly chosen.";

    private static double Off(Finding finding) => finding is { OldValue: double old, NewValue: double repaired } ? 100 * (old / repaired - 1) : 0;
}
