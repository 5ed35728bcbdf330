using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fathom.Cli.Errors;
using Fathom.Forecasting;

namespace Fathom.Cli.Json;

/// <summary>Writes the document of <c>--json</c>.</summary>
internal static class JsonResult
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new SecondsConverter(), new FiniteConverter() },
    };

    /// <summary>The document of a run.</summary>
    public static string Of(IReadOnlyList<TournamentResult> results, string? report, ExitCode code) =>
        Write(new ForecastDocument(1, (int)code, code == ExitCode.Cancelled, report, [.. results.Select(TaskDocument.Of)], null));

    /// <summary>The document of a complaint.</summary>
    public static string Of(Complaint complaint) =>
        Write(new ForecastDocument(1, (int)complaint.Code, complaint.Code == ExitCode.Cancelled, null, [],
            new ErrorDocument(complaint.What, complaint.Where, complaint.Mend)));

    private static string Write(ForecastDocument document) => JsonSerializer.Serialize(document, Options);
}
