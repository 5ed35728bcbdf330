namespace Fathom.Trees;

/// <summary>
/// The pinball loss level·max(label − score, 0) + (1 − level)·max(score − label, 0) (Koenker &amp; Bassett 1978), whose minimiser is the quantile;
/// at level ½, doubled, the absolute error.
/// </summary>
internal sealed class QuantileObjective : IObjective, ILeafRefit
{
    private readonly double _level;
    private readonly double _factor;

    private QuantileObjective(string name, double level, double factor)
    {
        Name = name;
        _level = level;
        _factor = factor;
    }

    internal static QuantileObjective Absolute { get; } = new("absolute error", 0.5, 2);

    public string Name { get; }

    public int Outputs => 1;

    internal static QuantileObjective At(double level) => level is > 0 and < 1
        ? new(ObjectiveNames.With("quantile", level), level, 1)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A quantile's level lies in (0, 1): 0.5 for the median, 0.05 for a 5 % value at risk.");

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) =>
        scores[0] = LeafValue(labels.ToArray(), weights.ToArray());

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        float above = (float)(_factor * (1 - _level)), below = (float)(-_factor * _level);
        for (int row = 0; row < labels.Length; row++)
            gradients[row] = scores[row] > labels[row] ? above : scores[row] < labels[row] ? below : 0;
        hessians.Fill(1);
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double residual = labels[row] - scores[row];
            sum += (weights.IsEmpty ? 1 : weights[row]) * _factor * (residual > 0 ? _level * residual : (_level - 1) * residual);
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores)
    {
    }

    public double LeafValue(Span<double> residuals, Span<float> weights) => WeightedQuantile.Of(residuals, weights, _level);
}
