namespace Fathom.Trees;

/// <summary>
/// The negative log likelihood of a normal distribution with mean μ (output 0) and deviation σ = e^s (output 1): s + (label − μ)²/(2σ²) + log √(2π).
/// Trees fit the natural gradient (Duan et al. 2020, NGBoost): the gradient times the inverse Fisher information diag(1/σ², 2), which does not depend
/// on the label's unit.
/// </summary>
/// <remarks>
/// With z = (label − μ)/σ the natural gradients are μ − label and (1 − z²)/2. NGBoost searches a line for the length of each step; here the second derivatives
/// do that: 1 for the mean, so that a leaf moves by its mean error, and (1 + z²)/2, half the sum of the observed and the expected information over the latter,
/// for the deviation: a leaf whose exact minimiser is δ = ½·log(mean z²) then moves by (mean z² − 1)/(mean z² + 1) = tanh δ.
/// </remarks>
internal sealed class GaussianObjective : IObjective
{
    /// <summary>A deviation is at least this share of the mean, so that a constant label has a likelihood.</summary>
    private const double SmallestDeviation = 1e-6;

    /// <summary>Bounds z²: sums of a million such rows stay within single precision.</summary>
    private const double GreatestSquare = 1e12;

    private static readonly double _logRootTwoPi = Math.Log(2 * Math.PI) / 2;

    public string Name => "gaussian";

    public int Outputs => 2;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores)
    {
        double mean = WeightedMean.Of(labels, weights);
        double[] squares = [.. labels.ToArray().Select(label => (label - mean) * (label - mean))];
        double least = SmallestDeviation * (mean != 0 ? Math.Abs(mean) : 1);
        scores[0] = mean;
        scores[1] = Math.Log(Math.Max(Math.Sqrt(WeightedMean.Of(squares, weights)), least));
    }

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            int at = 2 * row;
            double error = scores[at] - labels[row], square = Math.Min(Square(error, scores[at + 1]), GreatestSquare);
            gradients[at] = (float)error;
            hessians[at] = 1;
            gradients[at + 1] = (float)((1 - square) / 2);
            hessians[at + 1] = (float)((1 + square) / 2);
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double logDeviation = scores[2 * row + 1];
            sum += (weights.IsEmpty ? 1 : weights[row]) * (logDeviation + Square(scores[2 * row] - labels[row], logDeviation) / 2 + _logRootTwoPi);
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores) => scores[1] = Math.Exp(scores[1]);

    private static double Square(double error, double logDeviation)
    {
        double z = error * Math.Exp(-logDeviation);
        return z * z;
    }
}
