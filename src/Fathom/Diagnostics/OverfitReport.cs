namespace Fathom.Diagnostics;

/// <summary>What an <see cref="OverfitCheck"/> found.</summary>
/// <param name="Passed">Whether the loss of the batch vanished.</param>
/// <param name="Losses">The loss of every step.</param>
/// <param name="Message">The finding in words, and what to look at where the check failed.</param>
public sealed record OverfitReport(bool Passed, IReadOnlyList<double> Losses, string Message);
