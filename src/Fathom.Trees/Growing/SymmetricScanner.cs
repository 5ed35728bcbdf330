using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Finds the one question that gains most when all nodes of a level ask it.</summary>
internal sealed unsafe class SymmetricScanner(BinnedMatrix data, RowDerivatives derivatives, GrowthLimits limits, Workers workers)
{
    /// <summary>Sets every node's <see cref="GrowingNode.Split"/> to the best common question and returns whether there is one.</summary>
    /// <param name="level">All nodes of a level, with their histograms and columns.</param>
    internal bool Choose(IReadOnlyList<GrowingNode> level)
    {
        var candidates = new (double Score, int Bin, bool MissingLeft)[data.FeatureCount];
        workers.For(candidates.Length, (long)level.Count * data.Layout.Bins, feature =>
            candidates[feature] = level.All(node => node.Columns[feature]) ? BestOf(feature, level) : (double.NegativeInfinity, 0, false));

        int best = 0;
        for (int feature = 1; feature < candidates.Length; feature++)
        {
            if (candidates[feature].Score > candidates[best].Score)
                best = feature;
        }
        double own = level.Sum(node => limits.Score(node.Sums, limits.L2, node.Bounds));
        if (!(candidates[best].Score - own > limits.LeastGain(own)))
            return false;
        foreach (GrowingNode node in level)
            node.Split = Ask(node, best, candidates[best].Bin, candidates[best].MissingLeft);
        return true;
    }

    private (double Score, int Bin, bool MissingLeft) BestOf(int feature, IReadOnlyList<GrowingNode> level)
    {
        int count = data.Bins[feature].Count - 1, room = count + Vector256<double>.Count;
        var buffer = ScanBuffer.For(count + 1);
        double[] scores = new double[2 * room];
        foreach (GrowingNode node in level)
        {
            DerivativeSums missing = Read(feature, node, buffer);
            Add(feature, node, buffer, count, default, scores.AsSpan(0, room));
            if (data.HasMissing[feature])
                Add(feature, node, buffer, count, missing, scores.AsSpan(room, room));
        }
        (double Score, int Bin, bool MissingLeft) best = (double.NegativeInfinity, 0, false);
        for (int direction = 0; direction < (data.HasMissing[feature] ? 2 : 1); direction++)
        {
            for (int i = 0; i < count; i++)
            {
                if (scores[direction * room + i] > best.Score)
                    best = (scores[direction * room + i], i + 1, direction == 1);
            }
        }
        return best;
    }

    /// <summary>Entry i holds the sums of bins 1 to i + 1, or of bin i + 1 alone where the column holds categories. Returns those of bin 0.</summary>
    private DerivativeSums Read(int feature, GrowingNode node, ScanBuffer buffer)
    {
        int bins = data.Bins[feature].Count;
        fixed (long* histogram = node.Histogram)
        {
            long* sums = histogram + (long)data.Layout.OffsetOf(feature) * derivatives.WordsPerBin;
            if (data.Bins[feature] is NumericBins)
                return derivatives.Cumulate(sums, bins, buffer);
            derivatives.Read(sums, bins, buffer);
        }
        DerivativeSums missing = buffer[0];
        for (int bin = 1; bin < bins; bin++)
        {
            buffer.Gradients[bin - 1] = buffer.Gradients[bin];
            buffer.Hessians[bin - 1] = buffer.Hessians[bin];
        }
        return missing;
    }

    private void Add(int feature, GrowingNode node, ScanBuffer buffer, int count, DerivativeSums offset, Span<double> scores)
    {
        if (limits.IsPlain)
        {
            GainScan.AddPlain(buffer, count, offset, node.Sums, limits.L2, scores);
            return;
        }
        int direction = limits.DirectionOf(feature);
        for (int i = 0; i < count; i++)
        {
            DerivativeSums left = buffer[i] + offset, right = node.Sums - left;
            scores[i] += limits.Breaks(left, right, limits.L2, direction, node.Bounds)
                ? double.NegativeInfinity
                : limits.Score(left, limits.L2, node.Bounds) + limits.Score(right, limits.L2, node.Bounds);
        }
    }

    private SplitCandidate Ask(GrowingNode node, int feature, int bin, bool missingLeft)
    {
        var buffer = ScanBuffer.For(data.Bins[feature].Count);
        DerivativeSums missing = Read(feature, node, buffer);
        DerivativeSums left = missingLeft ? buffer[bin - 1] + missing : buffer[bin - 1];
        double gain = limits.Score(left, limits.L2, node.Bounds) + limits.Score(node.Sums - left, limits.L2, node.Bounds) - limits.Score(node.Sums, limits.L2, node.Bounds);
        return new(gain, feature, bin, missingLeft, data.Bins[feature] is NumericBins ? null : new BinSet([bin]), left);
    }
}
