using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of <see cref="BacktestOverfitting"/>.</summary>
/// <param name="Probability">Probability of backtest overfitting: the share of splits whose winner in sample is at or below the median out of sample.</param>
/// <param name="ProbabilityOfLoss">Share of splits whose winner in sample has a negative Sharpe ratio out of sample.</param>
/// <param name="Logits">Per split, ln(ω/(1 − ω)) of the winner's relative rank ω out of sample.</param>
/// <param name="Trials">Number of trials.</param>
/// <param name="Blocks">Number of blocks.</param>
public sealed record BacktestOverfittingResult(double Probability, double ProbabilityOfLoss, double[] Logits, int Trials, int Blocks)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Probability of backtest overfitting {Probability:0.###} ({Trials} trials, {Logits.Length:N0} splits), of loss out of sample {ProbabilityOfLoss:0.###}");
}
