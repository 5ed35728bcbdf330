namespace Fathom.Cli;

/// <summary>How the tool ends, for scripts. The numbers are part of its interface and never change their meaning.</summary>
internal enum ExitCode
{
    /// <summary>Done: the question was answered, whatever the answer.</summary>
    Done = 0,

    /// <summary>An error inside the tool. FATHOM_DEBUG=1 shows the stack trace.</summary>
    InternalError = 1,

    /// <summary>The command line asks for something that does not exist.</summary>
    Usage = 2,

    /// <summary>The data cannot be read, or not be forecast as asked.</summary>
    BadData = 3,

    /// <summary>The report cannot be written.</summary>
    CannotWrite = 4,

    /// <summary>No forecaster finished: every one failed.</summary>
    NothingFinished = 5,

    /// <summary>Cancelled (Ctrl-C, SIGTERM); what was finished by then is printed and written.</summary>
    Cancelled = 130,
}
