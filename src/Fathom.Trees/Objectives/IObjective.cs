namespace Fathom.Trees;

/// <summary>
/// What boosting minimises: a loss of raw scores, its first two derivatives, and the link from raw scores to predictions.
/// Implement it to train on a loss of your own.
/// </summary>
/// <remarks>
/// Scores are row-major, <see cref="Outputs"/> per row. Methods are called on slices of rows from several threads and must not keep state.
/// Sample weights are multiplied in by the trainer.
/// </remarks>
public interface IObjective
{
    /// <summary>The name that saved models and messages use; constants of the loss belong into it, as in "quantile(0.9)".</summary>
    string Name { get; }

    /// <summary>The number of raw scores per row.</summary>
    int Outputs { get; }

    /// <summary>Refuses labels that the loss is not defined for.</summary>
    /// <param name="labels">One label per row, all finite.</param>
    /// <exception cref="ArgumentException">A label is out of range; the message names its row.</exception>
    void CheckLabels(ReadOnlySpan<double> labels);

    /// <summary>The constant scores that minimise the loss: where boosting starts.</summary>
    /// <param name="labels">One label per row.</param>
    /// <param name="weights">One positive weight per row, or empty for equal weights.</param>
    /// <param name="scores">Receives one score per output.</param>
    void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores);

    /// <summary>The first and second derivative of each row's loss by its scores.</summary>
    /// <param name="labels">One label per row.</param>
    /// <param name="scores">The current raw scores, row-major.</param>
    /// <param name="gradients">Receives the first derivatives, row-major.</param>
    /// <param name="hessians">Receives the second derivatives (or positive bounds of them), row-major; never negative.</param>
    void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians);

    /// <summary>The weighted sum of the rows' losses, as learning curves and early stopping see it.</summary>
    /// <param name="labels">One label per row.</param>
    /// <param name="weights">One positive weight per row, or empty for equal weights.</param>
    /// <param name="scores">The raw scores, row-major.</param>
    double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores);

    /// <summary>Turns one row's raw scores into its predictions, in place: the inverse of the link.</summary>
    /// <param name="scores">One raw score per output.</param>
    void ToPrediction(Span<double> scores);
}
