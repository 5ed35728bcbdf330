namespace Fathom.Cli;

/// <summary>The exit codes in the words of the help.</summary>
internal static class ExitCodes
{
    public static readonly IReadOnlyList<(ExitCode Code, string Meaning)> All =
    [
        (ExitCode.Done, "done: the question was answered, whatever the answer"),
        (ExitCode.InternalError, "error inside the tool (FATHOM_DEBUG=1 shows where)"),
        (ExitCode.Usage, "the command line is wrong"),
        (ExitCode.BadData, "the data cannot be read or forecast as asked"),
        (ExitCode.CannotWrite, "the report cannot be written"),
        (ExitCode.NothingFinished, "no forecaster finished"),
        (ExitCode.Cancelled, "cancelled; what was finished is printed and written"),
    ];
}
