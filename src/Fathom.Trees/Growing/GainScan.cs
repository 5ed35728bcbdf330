using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Finds the cut of running sums that takes most off the loss.</summary>
internal static unsafe class GainScan
{
    /// <summary>
    /// The best entry, four at a time; of equals the first. The score of two children is taken as one fraction,
    /// (G_L²(H_R+λ) + G_R²(H_L+λ)) / ((H_L+λ)(H_R+λ)): divisions are what such a loop waits for.
    /// </summary>
    /// <param name="running">The running sums.</param>
    /// <param name="count">How many; the last is repeated up to a whole vector.</param>
    /// <param name="offset">Added to all: the missing values where they go left.</param>
    /// <param name="node">The sums of the node.</param>
    /// <param name="l2">λ.</param>
    /// <param name="least">The least weight of a child, above 0.</param>
    /// <param name="threshold">A score has to be above this.</param>
    internal static (double Score, int Index) Plain(ScanBuffer running, int count, DerivativeSums offset, DerivativeSums node, double l2, double least, double threshold)
    {
        Vector256<double> best = Vector256.Create(threshold), bestIndex = Vector256.Create((double)count), index = Vector256.Create(0.0, 1, 2, 3);
        Vector256<double> gradient = Vector256.Create(node.Gradient), hessian = Vector256.Create(node.Hessian), lambda = Vector256.Create(l2), lightest = Vector256.Create(least);
        Vector256<double> offsetGradient = Vector256.Create(offset.Gradient), offsetHessian = Vector256.Create(offset.Hessian);
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> leftGradient = Vector256.Load(running.Gradients + i) + offsetGradient, rightGradient = gradient - leftGradient;
            Vector256<double> leftHessian = Vector256.Load(running.Hessians + i) + offsetHessian, rightHessian = hessian - leftHessian;
            Vector256<double> leftWeight = leftHessian + lambda, rightWeight = rightHessian + lambda;
            Vector256<double> score = (leftGradient * leftGradient * rightWeight + rightGradient * rightGradient * leftWeight) / (leftWeight * rightWeight);
            Vector256<double> better = Vector256.GreaterThan(score, best)
                & Vector256.GreaterThanOrEqual(leftHessian, lightest) & Vector256.GreaterThanOrEqual(rightHessian, lightest);
            best = Vector256.ConditionalSelect(better, score, best);
            bestIndex = Vector256.ConditionalSelect(better, index, bestIndex);
            index += Vector256.Create(4.0);
        }
        (double Score, int Index) winner = (threshold, count);
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            (double Score, int Index) own = (best[lane], (int)bestIndex[lane]);
            if (own.Index < count && (own.Score > winner.Score || (own.Score == winner.Score && own.Index < winner.Index)))
                winner = own;
        }
        return winner.Index < count ? winner : (threshold, -1);
    }

    /// <summary>As <see cref="Plain"/>, with all that limits may ask for.</summary>
    internal static (double Score, int Index) General(ScanBuffer running, int count, DerivativeSums offset, GrowingNode node, GrowthLimits limits, double least, int direction, double threshold)
    {
        int best = -1;
        for (int i = 0; i < count; i++)
        {
            DerivativeSums left = running[i] + offset;
            double score = limits.Score(left, node.Sums - left, least, limits.L2, direction, node.Bounds);
            if (score > threshold)
                (threshold, best) = (score, i);
        }
        return (threshold, best);
    }

    /// <summary>Adds to each entry's score what the two children of one more node take off the loss; children may be empty here.</summary>
    internal static void AddPlain(ScanBuffer running, int count, DerivativeSums offset, DerivativeSums node, double l2, Span<double> scores)
    {
        Vector256<double> gradient = Vector256.Create(node.Gradient), hessian = Vector256.Create(node.Hessian), lambda = Vector256.Create(l2);
        Vector256<double> offsetGradient = Vector256.Create(offset.Gradient), offsetHessian = Vector256.Create(offset.Hessian);
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> leftGradient = Vector256.Load(running.Gradients + i) + offsetGradient, rightGradient = gradient - leftGradient;
            Vector256<double> leftHessian = Vector256.Load(running.Hessians + i) + offsetHessian, rightHessian = hessian - leftHessian;
            Vector256<double> sum = Vector256.Create<double>(scores[i..]) + Score(leftGradient, leftHessian + lambda) + Score(rightGradient, rightHessian + lambda);
            sum.CopyTo(scores[i..]);
        }
    }

    private static Vector256<double> Score(Vector256<double> gradient, Vector256<double> weight) =>
        gradient * gradient / weight & Vector256.GreaterThan(weight, Vector256<double>.Zero);
}
