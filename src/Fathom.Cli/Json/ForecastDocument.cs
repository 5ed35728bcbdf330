namespace Fathom.Cli.Json;

/// <summary>
/// What <c>--json</c> prints: one document on standard output. Names are camelCase; times are ISO 8601, durations are seconds, shares are fractions,
/// "not applicable" is null. Names never change within a schema; new ones may be added.
/// </summary>
/// <param name="Schema">Version of this layout: 1.</param>
/// <param name="ExitCode">The exit code of the tool.</param>
/// <param name="Cancelled">Whether the run was cancelled before its end.</param>
/// <param name="Report">Full path of the report; null where none was written.</param>
/// <param name="Results">One element per task, in the order asked for.</param>
/// <param name="Error">Why there are no results; null where there are.</param>
internal sealed record ForecastDocument(
    int Schema, int ExitCode, bool Cancelled, string? Report, IReadOnlyList<TaskDocument> Results, ErrorDocument? Error);
