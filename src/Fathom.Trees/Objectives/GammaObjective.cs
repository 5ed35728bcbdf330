namespace Fathom.Trees;

/// <summary>The negative log likelihood of a gamma distribution of mean e^score, up to its shape: label·e^−score + score. As reg:gamma in XGBoost and gamma in LightGBM.</summary>
internal sealed class GammaObjective : IObjective
{
    public string Name => "gamma";

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (!(labels[row] > 0))
                throw new ArgumentException($"Label {row} is {labels[row]}; the gamma loss takes positive labels. Where zeros occur, use {nameof(Objective)}.{nameof(Objective.Tweedie)}.");
        }
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) =>
        scores[0] = LogMean.Of(labels, weights);

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            double ratio = labels[row] * Math.Exp(-scores[row]);
            gradients[row] = (float)(1 - ratio);
            hessians[row] = (float)ratio;
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
            sum += (weights.IsEmpty ? 1 : weights[row]) * (labels[row] * Math.Exp(-scores[row]) + scores[row]);
        return sum;
    }

    public void ToPrediction(Span<double> scores) => scores[0] = Math.Exp(scores[0]);
}
