using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Finds the cut of running sums that takes most off the loss.</summary>
internal static unsafe class GainScan
{
    /// <summary>Below 1 by more than the rounding of a fraction and of a product.</summary>
    private const double RoundingShare = 1 - 1e-14;

    /// <summary>
    /// The best entry, four at a time; of equals the first. The score of two children is taken as one fraction,
    /// (G_L²(H_R+λ) + G_R²(H_L+λ)) / ((H_L+λ)(H_R+λ)), and divided only where the numerator says that it may be above the best.
    /// </summary>
    /// <param name="running">The running sums.</param>
    /// <param name="count">How many; the last is repeated up to a whole vector.</param>
    /// <param name="offset">Added to all: the missing values where they go left.</param>
    /// <param name="node">The sums of the node.</param>
    /// <param name="l2">λ.</param>
    /// <param name="least">The least weight of a child, above 0.</param>
    /// <param name="threshold">A score has to be above this.</param>
    /// <param name="known">A score below this is of no use, though it may be returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (double Score, int Index) Plain(
        ScanBuffer running, int count, DerivativeSums offset, DerivativeSums node, double l2, double least, double threshold, double known)
    {
        double* gradients = running.Gradients, hessians = running.Hessians;
        Vector256<double> gradient = Vector256.Create(node.Gradient), hessian = Vector256.Create(node.Hessian), lambda = Vector256.Create(l2), lightest = Vector256.Create(least);
        Vector256<double> offsetGradient = Vector256.Create(offset.Gradient), offsetHessian = Vector256.Create(offset.Hessian);
        Vector256<double> reached = Vector256.Create(Math.Max(threshold, known) * RoundingShare);
        (double best, int bestIndex) = (threshold, -1);
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> leftGradient = Vector256.Load(gradients + i) + offsetGradient, rightGradient = gradient - leftGradient;
            Vector256<double> leftHessian = Vector256.Load(hessians + i) + offsetHessian, rightHessian = hessian - leftHessian;
            Vector256<double> leftWeight = leftHessian + lambda, rightWeight = rightHessian + lambda;
            Vector256<double> numerator = leftGradient * leftGradient * rightWeight + rightGradient * rightGradient * leftWeight, denominator = leftWeight * rightWeight;
            if (Vector256.GreaterThanOrEqual(numerator, reached * denominator) == Vector256<double>.Zero)
                continue;
            Vector256<double> score = numerator / denominator;
            Vector256<double> better = Vector256.GreaterThan(score, Vector256.Create(best))
                & Vector256.GreaterThanOrEqual(leftHessian, lightest) & Vector256.GreaterThanOrEqual(rightHessian, lightest);
            for (uint bits = better.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                int lane = System.Numerics.BitOperations.TrailingZeroCount(bits);
                if (score[lane] > best && i + lane < count)
                    (best, bestIndex) = (score[lane], i + lane);
            }
            reached = Vector256.Create(Math.Max(best, known) * RoundingShare);
        }
        return (best, bestIndex);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
