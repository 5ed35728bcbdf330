namespace Fathom.Trees;

/// <summary>
/// Finds the best question about a column from its histogram. Of equal gains the lowest bin wins, and missing values going right before left.
/// </summary>
internal sealed unsafe class SplitScanner(BinnedMatrix data, RowDerivatives derivatives, GrowthLimits limits)
{
    private readonly CategoryScanner _categories = new(derivatives, limits);

    /// <summary>The best question about a column, or <see cref="SplitCandidate.None"/>.</summary>
    /// <param name="feature">The column.</param>
    /// <param name="sums">The sums of its bins in the node.</param>
    /// <param name="node">The node.</param>
    /// <param name="known">A question with less gain than this is of no use, though it may be returned.</param>
    internal SplitCandidate BestOf(int feature, long* sums, GrowingNode node, double known)
    {
        int bins = data.Bins[feature].Count;
        var buffer = ScanBuffer.For(bins);
        if (data.Bins[feature] is CategoryBins)
            return _categories.BestOf(feature, bins, sums, node, buffer);
        DerivativeSums missing = derivatives.Cumulate(sums, bins, buffer);
        if (!data.HasMissing[feature])
            missing = default;
        SplitCandidate best = Scan(feature, buffer, bins - 1, node, default, missingLeft: false, known);
        if (missing == default)
            return best.WithMissingToHeavier(node.Sums);
        SplitCandidate other = Scan(feature, buffer, bins - 1, node, missing, missingLeft: true, known);
        return other.Gain > best.Gain ? other : best;
    }

    /// <summary>Tries all cuts, the one above the last bin included: it tells missing values on the right from all others.</summary>
    private SplitCandidate Scan(int feature, ScanBuffer buffer, int count, GrowingNode node, DerivativeSums offset, bool missingLeft, double known)
    {
        double own = limits.Score(node.Sums, limits.L2, node.Bounds), threshold = own + limits.LeastGain(own);
        double least = limits.LeastWeight(node.Sums.Hessian, node.Count);
        (double score, int index) = limits.IsPlain
            ? GainScan.Plain(buffer, count, offset, node.Sums, limits.L2, least, threshold, own + known)
            : GainScan.General(buffer, count, offset, node, limits, least, limits.DirectionOf(feature), threshold);
        return index < 0 ? SplitCandidate.None : new(score - own, feature, index + 1, missingLeft, null, buffer[index] + offset);
    }
}
