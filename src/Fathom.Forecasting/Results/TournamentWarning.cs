namespace Fathom.Forecasting;

/// <summary>Something the reader must know before believing the leaderboard.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">What was seen, where, and how to mend it.</param>
/// <param name="Count">How many observations or labels it concerns; null where counting makes no sense.</param>
public sealed record TournamentWarning(WarningKind Kind, string Message, int? Count);
