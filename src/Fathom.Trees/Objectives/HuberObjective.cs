namespace Fathom.Trees;

/// <summary>½r² up to |r| = δ and δ(|r| − δ/2) beyond (Huber 1964): near the mean for small errors, near the median for great ones.</summary>
internal sealed class HuberObjective : IObjective, ILeafRefit
{
    private readonly double _delta;

    internal HuberObjective(double delta)
    {
        if (!(delta > 0 && double.IsFinite(delta)))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Huber's δ is a positive number in units of the target.");
        _delta = delta;
    }

    public string Name => ObjectiveNames.With("huber", _delta);

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) =>
        scores[0] = LeafValue(0, labels.ToArray(), weights.ToArray());

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
            gradients[row] = (float)Math.Clamp(scores[row] - labels[row], -_delta, _delta);
        hessians.Fill(1);
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double size = Math.Abs(labels[row] - scores[row]);
            sum += (weights.IsEmpty ? 1 : weights[row]) * (size <= _delta ? size * size / 2 : _delta * (size - _delta / 2));
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores)
    {
    }

    /// <summary>The minimiser: the zero of the clipped residuals' sum, a falling function of the shift, found by bisection from the extremes.</summary>
    public double LeafValue(int output, Span<double> residuals, Span<float> weights)
    {
        double low = residuals[0], high = residuals[0];
        foreach (double residual in residuals)
            (low, high) = (Math.Min(low, residual), Math.Max(high, residual));
        for (int step = 0; step < 60 && low < high; step++)
        {
            double middle = low + (high - low) / 2, pull = 0;
            for (int row = 0; row < residuals.Length; row++)
                pull += (weights.IsEmpty ? 1 : weights[row]) * Math.Clamp(residuals[row] - middle, -_delta, _delta);
            if (pull > 0)
                low = middle;
            else
                high = middle;
        }
        return low + (high - low) / 2;
    }
}
