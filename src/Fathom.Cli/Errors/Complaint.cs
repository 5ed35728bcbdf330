namespace Fathom.Cli.Errors;

/// <summary>What the user is told when the tool cannot go on: what happened, where, how to mend it, and the exit code.</summary>
/// <param name="Code">How the tool ends.</param>
/// <param name="What">What happened, a sentence.</param>
/// <param name="Where">Where, without a full stop; null where the sentence says it.</param>
/// <param name="Mend">How to mend it, a sentence.</param>
internal sealed record Complaint(ExitCode Code, string What, string? Where, string Mend);
