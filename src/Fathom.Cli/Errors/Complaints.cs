using Fathom.Forecasting;
using Fathom.Tables;

namespace Fathom.Cli.Errors;

/// <summary>Turns what was thrown into what the user is told.</summary>
internal static class Complaints
{

    /// <summary>The complaint about a failure.</summary>
    /// <param name="failure">What was thrown.</param>
    public static Complaint Of(Exception failure) => failure switch
    {
        ComplaintException known => known.Complaint,
        TableException table => new Complaint(ExitCode.BadData, table.What, table.Where, table.Mend),
        ForecastException forecast => new Complaint(ExitCode.BadData, forecast.What, forecast.Where, forecast.How),
        OperationCanceledException => new Complaint(ExitCode.Cancelled, "Cancelled before anything was finished.", null,
            "Nothing was written; run the command again."),
        _ => new Complaint(ExitCode.InternalError, $"Internal error: {Line(failure)}", null,
            "This is a fault of the tool. Set FATHOM_DEBUG=1 to see where it happened, and report it with the command line."),
    };

    private static string Line(Exception failure) => $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";
}
