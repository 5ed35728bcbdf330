namespace Fathom.Cli.Errors;

/// <summary>Ends the command with a complaint.</summary>
internal sealed class ComplaintException(Complaint complaint) : Exception(complaint.What)
{
    public ComplaintException(ExitCode code, string what, string? where, string mend) : this(new Complaint(code, what, where, mend))
    {
    }

    public Complaint Complaint { get; } = complaint;
}
