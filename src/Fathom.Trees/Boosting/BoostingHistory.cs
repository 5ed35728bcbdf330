namespace Fathom.Trees;

/// <summary>How a fit went, round by round.</summary>
/// <param name="TrainingLoss">
/// The mean loss on the training rows after each round. Empty without validation: it costs a pass over the rows, and a learning curve needs both lines.
/// </param>
/// <param name="ValidationLoss">The mean loss on the validation rows after each round; empty without validation.</param>
/// <param name="Rounds">The number of rounds kept in the model.</param>
/// <param name="Stop">Why boosting ended.</param>
/// <param name="Elapsed">The time from the call of Fit to its end.</param>
public sealed record BoostingHistory(
    IReadOnlyList<double> TrainingLoss, IReadOnlyList<double> ValidationLoss, int Rounds, StopReason Stop, TimeSpan Elapsed);
