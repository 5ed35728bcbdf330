namespace Fathom.Trees;

/// <summary>The negative log likelihood of counts under mean e^score, without the term that does not depend on the score: e^score − label·score.</summary>
internal sealed class PoissonObjective : IObjective
{
    /// <summary>Added to the score in the second derivative, so that a step from near 0 does not overshoot (LightGBM's poisson_max_delta_step).</summary>
    private const double Caution = 0.7;

    public string Name => "poisson";

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels) => LogMean.CheckNotNegative(labels, "Poisson", "counts and rates");

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) =>
        scores[0] = LogMean.Of(labels, weights);

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            gradients[row] = (float)(Math.Exp(scores[row]) - labels[row]);
            hessians[row] = (float)Math.Exp(scores[row] + Caution);
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
            sum += (weights.IsEmpty ? 1 : weights[row]) * (Math.Exp(scores[row]) - labels[row] * scores[row]);
        return sum;
    }

    public void ToPrediction(Span<double> scores) => scores[0] = Math.Exp(scores[0]);
}
