namespace Fathom.Trees;

/// <summary>
/// Finds which levels of a categorical column to send left. A few levels are tried one against the rest. More are sorted by their gradients:
/// the best of all subsets is then a prefix (Fisher 1958), here with the guards against chance that LightGBM uses (cat_smooth, cat_l2, max_cat_threshold).
/// </summary>
internal sealed unsafe class CategoryScanner(FixedPointScale scale, GrowthLimits limits)
{
    /// <summary>Up to so many levels each is tried alone.</summary>
    private const int MostOneHotLevels = 4;

    /// <summary>Added to a level's hessian when levels are sorted: rare levels stand in the middle.</summary>
    private const double Smoothing = 10;

    /// <summary>Added to λ: choosing among many subsets finds gains by chance.</summary>
    private const double ExtraL2 = 10;

    /// <summary>The most levels on the smaller side.</summary>
    private const int MostLevelsTogether = 32;

    /// <summary>The best question about a column, or <see cref="SplitCandidate.None"/>. Missing values count as one more level.</summary>
    /// <param name="feature">The column.</param>
    /// <param name="bins">The number of its bins.</param>
    /// <param name="sums">Its histogram.</param>
    /// <param name="nodeSum">The packed derivatives of the node's rows.</param>
    /// <param name="least">The least sum of second derivatives in a child.</param>
    internal SplitCandidate BestOf(int feature, int bins, long* sums, long nodeSum, double least)
    {
        Span<int> levels = stackalloc int[HistogramKernels.BinsPerFeature];
        int count = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            if (sums[bin] != 0)
                levels[count++] = bin;
        }
        SplitCandidate best = count < 2 ? SplitCandidate.None
            : count <= MostOneHotLevels ? OneAgainstRest(feature, levels[..count], sums, nodeSum, least)
            : Sorted(feature, levels[..count], sums, nodeSum, least);
        return best.Exists && sums[0] == 0 ? best with { MissingLeft = scale.LeftIsHeavier(best.LeftSum, nodeSum) } : best;
    }

    private SplitCandidate OneAgainstRest(int feature, ReadOnlySpan<int> levels, long* sums, long nodeSum, double least)
    {
        SplitCandidate best = SplitCandidate.None;
        foreach (int level in levels)
        {
            double gain = Gain(sums[level], nodeSum, least, limits.L2);
            if (gain > best.Gain)
                best = new(gain, feature, 0, level == 0, new BinSet([level]), sums[level]);
        }
        return best;
    }

    private SplitCandidate Sorted(int feature, Span<int> levels, long* sums, long nodeSum, double least)
    {
        Span<double> keys = stackalloc double[levels.Length];
        for (int i = 0; i < levels.Length; i++)
            keys[i] = scale.Gradient(sums[levels[i]]) / (scale.Hessian(sums[levels[i]]) + Smoothing);
        keys.Sort(levels);
        (double gain, long left, int length) = BestPrefix(levels, sums, nodeSum, least);
        levels.Reverse();
        (double gainFromEnd, long leftFromEnd, int lengthFromEnd) = BestPrefix(levels, sums, nodeSum, least);
        if (gainFromEnd > gain)
            (gain, left, length) = (gainFromEnd, leftFromEnd, lengthFromEnd);
        else
            levels.Reverse();
        return length == 0 ? SplitCandidate.None : new(gain, feature, 0, levels[..length].Contains(0), new BinSet(levels[..length]), left);
    }

    private (double Gain, long Left, int Length) BestPrefix(ReadOnlySpan<int> levels, long* sums, long nodeSum, double least)
    {
        (double Gain, long Left, int Length) best = (double.NegativeInfinity, 0, 0);
        long left = 0;
        for (int i = 0; i < Math.Min(levels.Length - 1, MostLevelsTogether); i++)
        {
            left += sums[levels[i]];
            double gain = Gain(left, nodeSum, least, limits.L2 + ExtraL2);
            if (gain > best.Gain)
                best = (gain, left, i + 1);
        }
        return best;
    }

    /// <summary>The gain of a partition, −∞ where it is too small or a child is too light.</summary>
    private double Gain(long left, long node, double least, double l2)
    {
        double gradient = scale.Gradient(node), hessian = scale.Hessian(node);
        double leftGradient = scale.Gradient(left), leftHessian = scale.Hessian(left);
        if (leftHessian < least || hessian - leftHessian < least || left == node)
            return double.NegativeInfinity;
        double own = GrowthLimits.Score(gradient, hessian, l2);
        double gain = GrowthLimits.Score(leftGradient, leftHessian, l2)
            + GrowthLimits.Score(gradient - leftGradient, hessian - leftHessian, l2) - own;
        return gain > limits.LeastGain(own) ? gain : double.NegativeInfinity;
    }
}
