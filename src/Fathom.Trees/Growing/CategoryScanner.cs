namespace Fathom.Trees;

/// <summary>
/// Finds which levels of a categorical column to send left. A few levels are tried one against the rest. More are sorted by their gradients:
/// the best of all subsets is then a prefix (Fisher 1958), here with the guards against chance that LightGBM uses (cat_smooth, cat_l2, max_cat_threshold,
/// min_data_per_group). Rows of a level are estimated by their share of the second derivatives.
/// </summary>
internal sealed unsafe class CategoryScanner(RowDerivatives derivatives, GrowthLimits limits)
{
    /// <summary>Up to so many levels each is tried alone.</summary>
    private const int MostOneHotLevels = 4;

    /// <summary>Added to a level's hessian when levels are sorted, so that rare levels stand in the middle; a level with fewer rows and less weight is not sorted but goes right.</summary>
    private const double Smoothing = 10;

    /// <summary>Added to λ: choosing among many subsets finds gains by chance.</summary>
    private const double ExtraL2 = 10;

    /// <summary>Levels go left together until they have so many rows, or so much weight.</summary>
    private const double LeastOfGroup = 100;

    /// <summary>The most levels on the smaller side.</summary>
    private const int MostLevelsTogether = 32;

    [ThreadStatic]
    private static (int[] Levels, double[] Keys) t_room;

    /// <summary>The best question about a column, or <see cref="SplitCandidate.None"/>. Missing values count as one more level.</summary>
    internal SplitCandidate BestOf(int feature, int bins, long* sums, GrowingNode node, ScanBuffer buffer)
    {
        derivatives.Read(sums, bins, buffer);
        if (!(t_room.Levels?.Length >= bins))
            t_room = (new int[bins], new double[bins]);
        int[] levels = t_room.Levels!;
        int count = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            if (buffer.Hessians[bin] > 0)
                levels[count++] = bin;
        }
        SplitCandidate best = count < 2 ? SplitCandidate.None
            : count <= MostOneHotLevels ? OneAgainstRest(feature, levels.AsSpan(0, count), node, buffer)
            : Sorted(feature, levels.AsSpan(0, count), node, buffer);
        return buffer.Hessians[0] > 0 ? best : best.WithMissingToHeavier(node.Sums);
    }

    private SplitCandidate OneAgainstRest(int feature, ReadOnlySpan<int> levels, GrowingNode node, ScanBuffer buffer)
    {
        (double gain, int best) = (double.NegativeInfinity, -1);
        foreach (int level in levels)
        {
            double own = Gain(buffer[level], node, limits.L2);
            if (own > gain)
                (gain, best) = (own, level);
        }
        return best < 0 ? SplitCandidate.None : new(gain, feature, 0, best == 0, new BinSet([best]), buffer[best]);
    }

    private SplitCandidate Sorted(int feature, Span<int> levels, GrowingNode node, ScanBuffer buffer)
    {
        double rowsPerWeight = node.Count / node.Sums.Hessian;
        int frequent = 0;
        foreach (int level in levels)
        {
            if (buffer.Hessians[level] * Math.Max(1, rowsPerWeight) >= Smoothing)
                levels[frequent++] = level;
        }
        levels = levels[..frequent];
        Span<double> keys = t_room.Keys.AsSpan(0, levels.Length);
        for (int i = 0; i < levels.Length; i++)
            keys[i] = buffer.Gradients[levels[i]] / (buffer.Hessians[levels[i]] + Smoothing);
        keys.Sort(levels);
        (double gain, DerivativeSums left, int length) = BestPrefix(levels, node, rowsPerWeight, buffer);
        levels.Reverse();
        (double gainFromEnd, DerivativeSums leftFromEnd, int lengthFromEnd) = BestPrefix(levels, node, rowsPerWeight, buffer);
        if (gainFromEnd > gain)
            (gain, left, length) = (gainFromEnd, leftFromEnd, lengthFromEnd);
        else
            levels.Reverse();
        return length == 0 ? SplitCandidate.None : new(gain, feature, 0, levels[..length].Contains(0), new BinSet(levels[..length]), left);
    }

    private (double Gain, DerivativeSums Left, int Length) BestPrefix(ReadOnlySpan<int> levels, GrowingNode node, double rowsPerWeight, ScanBuffer buffer)
    {
        (double Gain, DerivativeSums Left, int Length) best = (double.NegativeInfinity, default, 0);
        DerivativeSums left = default;
        double group = 0;
        for (int i = 0; i < Math.Min(levels.Length, MostLevelsTogether); i++)
        {
            left += buffer[levels[i]];
            group += buffer.Hessians[levels[i]];
            if (group * Math.Max(1, rowsPerWeight) < LeastOfGroup)
                continue;
            group = 0;
            double gain = Gain(left, node, limits.L2 + ExtraL2);
            if (gain > best.Gain)
                best = (gain, left, i + 1);
        }
        return best;
    }

    /// <summary>The gain of a partition, −∞ where it is too small or a child is too light.</summary>
    private double Gain(DerivativeSums left, GrowingNode node, double l2)
    {
        double own = limits.Score(node.Sums, l2, node.Bounds);
        double gain = limits.Score(left, node.Sums - left, limits.LeastWeight(node.Sums.Hessian, node.Count), l2, 0, node.Bounds) - own;
        return gain > limits.LeastGain(own) ? gain : double.NegativeInfinity;
    }
}
