namespace Fathom.Forecasting;

/// <summary>
/// Examines a series before anything is fitted: repairs prints that no trade supports, and reports what else looks wrong without touching it.
/// Every repair looks only at the bar itself and at bars before it, so a repaired series knows nothing of its future.
/// </summary>
/// <example><code>
/// (PriceSeries repaired, DoctorReport report) = DataDoctor.Examine(series);
/// foreach (Finding finding in report.Findings) Console.WriteLine($"{finding.Time:d} {finding.Kind}: {finding.Why}");
/// </code></example>
public static class DataDoctor
{
    /// <summary>Examines a series.</summary>
    /// <param name="series">The series as it came.</param>
    /// <returns>The series with false prints repaired (the same object where none was), and the report.</returns>
    public static (PriceSeries Series, DoctorReport Report) Examine(PriceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var findings = new List<Finding>();
        PriceSeries repaired = series;
        if (series.Bars is not null)
        {
            PriceBars consistent = BarConsistency.Repair(series, series.Bars, findings);
            PriceBars sound = FalsePrints.Repair(series, consistent, findings);
            repaired = findings.Count == 0 ? series : series with { Bars = sound };
        }

        CloseChecks.Examine(series, findings);
        GapCheck.Examine(series, findings);
        return (repaired, new DoctorReport(series.Length, [.. findings.OrderBy(finding => finding.Time)]));
    }
}
