using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>The negative log likelihood of a Bernoulli label under probability 1/(1 + e^−score).</summary>
internal sealed class LogisticObjective : IObjective
{
    public string Name => "logistic";

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels) => CheckTwoClasses(labels);

    /// <exception cref="ArgumentException">A label is neither 0 nor 1.</exception>
    internal static void CheckTwoClasses(ReadOnlySpan<double> labels)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] is not (0 or 1))
                throw new ArgumentException($"Label {row} is {labels[row]}; two classes are numbered 0 and 1.");
        }
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores)
    {
        double share = Math.Clamp(WeightedMean.Of(labels, weights), ClassPriors.Smallest, 1 - ClassPriors.Smallest);
        scores[0] = Math.Log(share / (1 - share));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        int row = 0;
        for (; row + Vector256<float>.Count <= labels.Length; row += Vector256<float>.Count)
        {
            (Vector256<double> gradientLow, Vector256<double> hessianLow) = Derivatives(labels[row..], scores[row..]);
            (Vector256<double> gradientHigh, Vector256<double> hessianHigh) = Derivatives(labels[(row + 4)..], scores[(row + 4)..]);
            Vector256.Narrow(gradientLow, gradientHigh).CopyTo(gradients[row..]);
            Vector256.Narrow(hessianLow, hessianHigh).CopyTo(hessians[row..]);
        }
        for (; row < labels.Length; row++)
        {
            double probability = 1 / (1 + Math.Exp(-scores[row]));
            gradients[row] = (float)(probability - labels[row]);
            hessians[row] = (float)(probability * (1 - probability));
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            // log(1 + e^s) − y·s, arranged so that e^ never overflows.
            double score = scores[row];
            double loss = Math.Max(score, 0) - labels[row] * score + Math.Log(1 + Math.Exp(-Math.Abs(score)));
            sum += (weights.IsEmpty ? 1 : weights[row]) * loss;
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores) => scores[0] = 1 / (1 + Math.Exp(-scores[0]));

    private static (Vector256<double> Gradient, Vector256<double> Hessian) Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores)
    {
        Vector256<double> probability = Vector256<double>.One / (Vector256<double>.One + Vector256.Exp(-Vector256.Create(scores)));
        return (probability - Vector256.Create(labels), probability * (Vector256<double>.One - probability));
    }
}
