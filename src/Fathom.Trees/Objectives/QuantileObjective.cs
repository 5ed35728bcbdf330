namespace Fathom.Trees;

/// <summary>
/// The pinball loss level·max(label − score, 0) + (1 − level)·max(score − label, 0) (Koenker &amp; Bassett 1978), whose minimiser is the quantile, with one output
/// per level; at level ½, doubled, the absolute error.
/// </summary>
internal sealed class QuantileObjective : IObjective, ILeafRefit
{
    private readonly double[] _levels;
    private readonly double _factor;

    private QuantileObjective(string name, double[] levels, double factor)
    {
        Name = name;
        _levels = levels;
        _factor = factor;
    }

    internal static QuantileObjective Absolute { get; } = new("absolute error", [0.5], 2);

    public string Name { get; }

    public int Outputs => _levels.Length;

    internal static QuantileObjective At(params ReadOnlySpan<double> levels)
    {
        if (levels.IsEmpty)
            throw new ArgumentException("Give at least one quantile's level.", nameof(levels));
        for (int i = 0; i < levels.Length; i++)
        {
            if (!(levels[i] is > 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(levels), levels[i], "A quantile's level lies in (0, 1): 0.5 for the median, 0.05 for a 5 % value at risk.");
            if (i > 0 && levels[i] <= levels[i - 1])
                throw new ArgumentException($"Levels ascend, but {levels[i]} stands after {levels[i - 1]}.", nameof(levels));
        }
        return new(ObjectiveNames.With("quantile", levels), levels.ToArray(), 1);
    }

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores)
    {
        for (int output = 0; output < scores.Length; output++)
            scores[output] = LeafValue(output, labels.ToArray(), weights.ToArray());
    }

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        int outputs = _levels.Length;
        for (int output = 0; output < outputs; output++)
        {
            float above = (float)(_factor * (1 - _levels[output])), below = (float)(-_factor * _levels[output]);
            for (int row = 0, at = output; row < labels.Length; row++, at += outputs)
                gradients[at] = scores[at] > labels[row] ? above : scores[at] < labels[row] ? below : 0;
        }
        hessians.Fill(1);
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double loss = 0;
            for (int output = 0; output < _levels.Length; output++)
            {
                double residual = labels[row] - scores[row * _levels.Length + output];
                loss += _factor * (residual > 0 ? _levels[output] * residual : (_levels[output] - 1) * residual);
            }
            sum += (weights.IsEmpty ? 1 : weights[row]) * loss;
        }
        return sum;
    }

    /// <summary>
    /// Quantiles that cross are put in order, which never makes their loss greater (Chernozhukov, Fernández-Val &amp; Galichon 2010).
    /// </summary>
    public void ToPrediction(Span<double> scores) => scores.Sort();

    public double LeafValue(int output, Span<double> residuals, Span<float> weights) => WeightedQuantile.Of(residuals, weights, _levels[output]);
}
