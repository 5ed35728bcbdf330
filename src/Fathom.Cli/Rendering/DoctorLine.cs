using System.Globalization;
using Fathom.Forecasting;

namespace Fathom.Cli.Rendering;

/// <summary>The data doctor's findings in one sentence or two; the report has each of them.</summary>
internal static class DoctorLine
{
    /// <summary>What was examined, repaired and kept.</summary>
    /// <param name="doctor">The findings.</param>
    /// <param name="manifest">Where the data came from.</param>
    public static string Of(DoctorReport doctor, RunManifest manifest)
    {
        string rows = $"{manifest.Source}, {Figures.Count(manifest.Rows, "row", "rows")}, {Day(manifest.FirstTime)} to {Day(manifest.LastTime)}.";
        if (doctor.Findings.Count == 0) return $"{rows} The data doctor found nothing to repair.";
        string repaired = Names(doctor.Findings.Where(finding => finding.Repaired));
        string kept = Names(doctor.Findings.Where(finding => !finding.Repaired));
        string sentence = (repaired, kept) switch
        {
            ("", _) => $"The data doctor repaired nothing and leaves to you: {kept}.",
            (_, "") => $"The data doctor repaired {repaired}.",
            _ => $"The data doctor repaired {repaired}; examined and kept as they are: {kept}.",
        };
        return $"{rows} {sentence}";
    }

    private static string Names(IEnumerable<Finding> findings) => string.Join(", ",
        findings.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key).Select(kind => Name(kind.Key, kind.First().Repaired, kind.Count())));

    private static string Name(FindingKind kind, bool repaired, int count)
    {
        (string one, string many) = (kind, repaired) switch
        {
            (FindingKind.FalseHigh, true) => ("false high", "false highs"),
            (FindingKind.FalseHigh, false) => ("extreme but real high", "extreme but real highs"),
            (FindingKind.FalseLow, true) => ("false low", "false lows"),
            (FindingKind.FalseLow, false) => ("extreme but real low (a crash)", "extreme but real lows (crashes)"),
            (FindingKind.InconsistentBar, _) => ("inconsistent bar", "inconsistent bars"),
            (FindingKind.CloseSpike, _) => ("close that jumps and comes back", "closes that jump and come back"),
            (FindingKind.StaleClose, _) => ("run of stale closes", "runs of stale closes"),
            (FindingKind.UnadjustedSplit, _) => ("jump like an unadjusted split", "jumps like unadjusted splits"),
            _ => ("gap", "gaps"),
        };
        return Figures.Count(count, one, many);
    }

    private static string Day(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
