namespace Fathom.Trees;

/// <summary>Finds the one question that gains most when all nodes of a level ask it.</summary>
internal sealed class SymmetricScanner(BinnedMatrix data, FixedPointScale scale, GrowthLimits limits, Workers workers)
{
    private const int Bins = HistogramKernels.BinsPerFeature;

    /// <summary>Sets every node's <see cref="GrowingNode.Split"/> to the best common question and returns whether there is one.</summary>
    /// <param name="level">All nodes of a level, with their histograms.</param>
    /// <param name="columns">Per column: whether it may be asked about.</param>
    internal bool Choose(IReadOnlyList<GrowingNode> level, bool[] columns)
    {
        var candidates = new (double Score, int Bin, bool MissingLeft)[data.FeatureCount];
        workers.For(candidates.Length, (long)level.Count * candidates.Length * Bins, feature =>
            candidates[feature] = columns[feature] ? BestOf(feature, level) : (double.NegativeInfinity, 0, false));

        int best = 0;
        for (int feature = 1; feature < candidates.Length; feature++)
        {
            if (candidates[feature].Score > candidates[best].Score)
                best = feature;
        }
        double own = level.Sum(node => limits.Score(scale.Gradient(node.Sum), scale.Hessian(node.Sum)));
        if (!(candidates[best].Score - own > limits.LeastGain(own)))
            return false;
        foreach (GrowingNode node in level)
            node.Split = Ask(node, best, candidates[best].Bin, candidates[best].MissingLeft);
        return true;
    }

    private (double Score, int Bin, bool MissingLeft) BestOf(int feature, IReadOnlyList<GrowingNode> level)
    {
        Span<double> scores = stackalloc double[2 * Bins];
        scores.Clear();
        int directions = data.HasMissing[feature] ? 2 : 1, last = LastBin(feature);
        foreach (GrowingNode node in level)
        {
            for (int direction = 0; direction < directions; direction++)
                AddScores(feature, node, direction == 1, last, scores.Slice(direction * Bins, Bins));
        }
        (double Score, int Bin, bool MissingLeft) best = (double.NegativeInfinity, 0, false);
        for (int direction = 0; direction < directions; direction++)
        {
            for (int bin = 1; bin <= last; bin++)
            {
                if (scores[direction * Bins + bin] > best.Score)
                    best = (scores[direction * Bins + bin], bin, direction == 1);
            }
        }
        return best;
    }

    private void AddScores(int feature, GrowingNode node, bool missingLeft, int last, Span<double> scores)
    {
        ReadOnlySpan<long> sums = node.Histogram.AsSpan(feature * Bins, Bins);
        double gradient = scale.Gradient(node.Sum), hessian = scale.Hessian(node.Sum);
        bool cumulative = data.Bins[feature] is NumericBins;
        long missing = missingLeft ? sums[0] : 0, left = missing;
        for (int bin = 1; bin <= last; bin++)
        {
            left = (cumulative ? left : missing) + sums[bin];
            double leftGradient = scale.Gradient(left), leftHessian = scale.Hessian(left);
            scores[bin] += limits.Score(leftGradient, leftHessian) + limits.Score(gradient - leftGradient, hessian - leftHessian);
        }
    }

    private SplitCandidate Ask(GrowingNode node, int feature, int bin, bool missingLeft)
    {
        ReadOnlySpan<long> sums = node.Histogram.AsSpan(feature * Bins, Bins);
        bool numeric = data.Bins[feature] is NumericBins;
        long left = missingLeft ? sums[0] : 0;
        for (int at = numeric ? 1 : bin; at <= bin; at++)
            left += sums[at];
        double leftGradient = scale.Gradient(left), leftHessian = scale.Hessian(left);
        double gradient = scale.Gradient(node.Sum), hessian = scale.Hessian(node.Sum);
        double gain = limits.Score(leftGradient, leftHessian) + limits.Score(gradient - leftGradient, hessian - leftHessian) - limits.Score(gradient, hessian);
        return new(gain, feature, bin, missingLeft, numeric ? null : new BinSet([bin]), left);
    }

    /// <summary>Where values are missing, a cut above the last bin tells them apart; a level can always be told apart.</summary>
    private int LastBin(int feature) => data.Bins[feature].Count - (data.HasMissing[feature] || data.Bins[feature] is CategoryBins ? 1 : 2);
}
