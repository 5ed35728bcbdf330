namespace Fathom.Trees;

/// <summary>Progress: one boosting round is done.</summary>
/// <param name="Round">The round's number, from 1.</param>
/// <param name="Rounds">The number of rounds asked for.</param>
/// <param name="ValidationLoss">The mean loss on the validation rows after this round, or null without validation.</param>
public readonly record struct BoostingRound(int Round, int Rounds, double? ValidationLoss);
