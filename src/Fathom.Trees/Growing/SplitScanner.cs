namespace Fathom.Trees;

/// <summary>
/// Finds the best question about a column from its histogram. Of equal gains the lowest bin wins, and missing values going right before left.
/// </summary>
internal sealed unsafe class SplitScanner(BinnedMatrix data, FixedPointScale scale, GrowthLimits limits)
{
    private readonly CategoryScanner _categories = new(scale, limits);

    /// <summary>The best question about one of a group's columns, or <see cref="SplitCandidate.None"/>.</summary>
    /// <param name="group">The group of columns.</param>
    /// <param name="segment">The group's sums in the node.</param>
    /// <param name="node">The node.</param>
    /// <param name="columns">Per column: whether it may be asked about.</param>
    internal SplitCandidate Best(int group, long* segment, GrowingNode node, bool[] columns)
    {
        SplitCandidate best = SplitCandidate.None;
        double least = limits.LeastHessian(scale.Hessian(node.Sum), node.Count);
        int first = group * BinnedMatrix.GroupSize;
        int end = Math.Min(first + BinnedMatrix.GroupSize, data.FeatureCount);
        for (int feature = first; feature < end; feature++)
        {
            if (!columns[feature])
                continue;
            SplitCandidate candidate = BestOf(feature, segment + (feature - first) * HistogramKernels.BinsPerFeature, node.Sum, least);
            if (candidate.Gain > best.Gain)
                best = candidate;
        }
        return best;
    }

    private SplitCandidate BestOf(int feature, long* sums, long nodeSum, double least)
    {
        if (data.Bins[feature] is CategoryBins categories)
            return _categories.BestOf(feature, categories.Count, sums, nodeSum, least);
        long missing = data.HasMissing[feature] ? sums[0] : 0;
        SplitCandidate best = Scan(feature, sums, nodeSum, least, missing, missingLeft: false);
        if (missing == 0)
            return best.Exists ? best with { MissingLeft = scale.LeftIsHeavier(best.LeftSum, nodeSum) } : best;
        SplitCandidate other = Scan(feature, sums, nodeSum, least, missing, missingLeft: true);
        return other.Gain > best.Gain ? other : best;
    }

    private SplitCandidate Scan(int feature, long* sums, long nodeSum, double least, long missing, bool missingLeft)
    {
        double gradient = scale.Gradient(nodeSum), hessian = scale.Hessian(nodeSum);
        double own = limits.Score(gradient, hessian);
        double bestScore = own + limits.LeastGain(own);
        int bestBin = -1;
        long left = missingLeft ? missing : 0, bestLeft = 0;
        // Missing values going right can be told apart from all others: a cut above the last bin.
        int lastBin = data.Bins[feature].Count - (missing != 0 && !missingLeft ? 1 : 2);
        for (int bin = 1; bin <= lastBin; bin++)
        {
            if (sums[bin] == 0)
                continue;
            left += sums[bin];
            double leftHessian = scale.Hessian(left), rightHessian = hessian - leftHessian;
            if (leftHessian < least)
                continue;
            if (rightHessian < least || left == nodeSum)
                break;
            double leftGradient = scale.Gradient(left);
            double score = limits.Score(leftGradient, leftHessian) + limits.Score(gradient - leftGradient, rightHessian);
            if (score > bestScore)
            {
                bestScore = score;
                bestBin = bin;
                bestLeft = left;
            }
        }
        return bestBin < 0 ? SplitCandidate.None : new(bestScore - own, feature, bestBin, missingLeft, null, bestLeft);
    }
}
