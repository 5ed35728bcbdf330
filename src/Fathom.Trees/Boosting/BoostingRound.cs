namespace Fathom.Trees;

/// <summary>Progress: one boosting round is done.</summary>
/// <param name="Round">The round's number, from 1; after <see cref="GradientBoosting.Continue"/> those from before are counted too.</param>
/// <param name="Rounds">The number of rounds that there will be if nothing ends boosting earlier.</param>
/// <param name="ValidationLoss">The mean loss on the first validation set after this round, or null without validation.</param>
/// <param name="ValidationMetric">The metric that early stopping watches, or null where it watches the loss.</param>
/// <param name="Elapsed">The time since the call of Fit.</param>
public readonly record struct BoostingRound(int Round, int Rounds, double? ValidationLoss, double? ValidationMetric, TimeSpan Elapsed);
