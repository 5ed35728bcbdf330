using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>½(score − label)², whose minimiser is the mean. Learning curves show the mean squared error, without the half.</summary>
internal sealed class SquaredErrorObjective : IObjective
{
    public string Name => "squared error";

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) =>
        scores[0] = WeightedMean.Of(labels, weights);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
            gradients[row] = (float)(scores[row] - labels[row]);
        hessians.Fill(1);
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double error = scores[row] - labels[row];
            sum += (weights.IsEmpty ? 1 : weights[row]) * error * error;
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores)
    {
    }
}
