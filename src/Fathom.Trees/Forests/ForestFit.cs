namespace Fathom.Trees;

/// <summary>How the fit of a forest went.</summary>
/// <param name="Trees">The number of trees in the model.</param>
/// <param name="Stop"><see cref="StopReason.Completed"/> or <see cref="StopReason.Cancelled"/>.</param>
/// <param name="OutOfBag">What the trees say about rows they did not learn from, if it was asked for and trees draw rows.</param>
/// <param name="Elapsed">The time from the call of Fit to its end.</param>
public sealed record ForestFit(int Trees, StopReason Stop, OutOfBag? OutOfBag, TimeSpan Elapsed);
