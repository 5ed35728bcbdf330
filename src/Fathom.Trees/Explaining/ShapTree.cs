namespace Fathom.Trees;

/// <summary>
/// A tree laid out for Shapley values. A leaf's share in a prediction is a product over the columns on its way: 1 or 0 where a column is known (the row takes the
/// way or not), the share of training weight that takes it where it is not. The Shapley value of column j in such a product of factors
/// o (known) and z (unknown) is (oⱼ − zⱼ) ∫₀¹ ∏ᵢ≠ⱼ (oᵢ t + zᵢ (1 − t)) dt, for |S|! (n−|S|−1)! / n! = ∫ t^|S| (1−t)^(n−|S|−1) dt: it equals the sums over
/// subsets of Lundberg et al. 2020 (algorithm 2), and Gauss–Legendre quadrature takes the integral exactly. Factors multiply down the tree and sums of leaves
/// come back up, so a tree costs its nodes times half its depth, and nothing is ever divided away that could be small.
/// </summary>
internal sealed class ShapTree
{
    private readonly double[] _shares;
    private readonly Lazy<int[][]> _ways;

    internal ShapTree(Tree tree, RowBlock block)
    {
        Nodes = [.. tree.Nodes];
        Slots = [.. Nodes.Select(node => node.IsLeaf ? 0 : RowBlock.Rows * block.SlotOf(
            node.Feature, node.MissingLeft && node.LeftLevels is null ? RowBlock.SlotKind.MissingLowest : RowBlock.SlotKind.Values))];
        Columns = new int[Nodes.Length];
        Earlier = new int[Nodes.Length];
        _shares = new double[Nodes.Length];
        _shares[0] = 1;
        int most = FollowWays();
        (double[] points, double[] weights) = GaussLegendre.Of(Math.Max(1, (most + 1) / 2));
        Points = points.Length;
        Weights = weights;
        KnownFactor = new double[Nodes.Length * Points];
        LeftFactor = new double[Nodes.Length * Points];
        OffFactor = new double[Nodes.Length];
        KnownGain = new double[Nodes.Length * Points];
        LeftGain = new double[Nodes.Length * Points];
        KnownTerm = new double[Nodes.Length * Points];
        OffTerm = [.. points.Select(t => -1 / (1 - t))];
        for (int at = 1; at < Nodes.Length; at++)
            Prepare(at, points, weights);
        Mean = ExpectedValue();
        _ways = new(FindWays);
    }

    internal TreeNode[] Nodes { get; }

    /// <summary>Per question the offset of its values in a block.</summary>
    internal int[] Slots { get; }

    /// <summary>Per node below the root the column that its parent asks about.</summary>
    internal int[] Columns { get; }

    /// <summary>Per node below the root the nearest node above it that hangs on a question about the same column, or 0.</summary>
    internal int[] Earlier { get; }

    /// <summary>The number of quadrature points.</summary>
    internal int Points { get; }

    internal double[] Weights { get; }

    /// <summary>The mean prediction under the training rows' weights.</summary>
    internal double Mean { get; }

    /// <summary>Per node and point: what multiplies the product where the row comes along here.</summary>
    internal double[] KnownFactor { get; }

    /// <summary>Per node and point: what multiplies the product where the row leaves the way here.</summary>
    internal double[] LeftFactor { get; }

    /// <summary>Per node: what multiplies the product where the row left the way at an earlier question about the column.</summary>
    internal double[] OffFactor { get; }

    /// <summary>Per node and point, weights included: the column's part of the leaves below where the row comes along here, less what an earlier question counted.</summary>
    internal double[] KnownGain { get; }

    /// <summary>Per node and point, weights included: the same where the row leaves the way here.</summary>
    internal double[] LeftGain { get; }

    /// <summary>Per node and point: (o − z) / (o t + z (1 − t)) for o = 1.</summary>
    internal double[] KnownTerm { get; }

    /// <summary>Per point: the same for o = 0, which does not depend on z.</summary>
    internal double[] OffTerm { get; }

    /// <summary>Per leaf the deepest nodes of its way that hang on a question about each column.</summary>
    internal ReadOnlySpan<int> WayTo(int leaf) => _ways.Value[leaf];

    private int[][] FindWays()
    {
        var ways = new int[Nodes.Length][];
        ways[0] = [];
        for (int at = 0; at < Nodes.Length; at++)
        {
            if (Nodes[at].IsLeaf)
                continue;
            foreach (int child in (ReadOnlySpan<int>)[Nodes[at].Left, Nodes[at].Right])
                ways[child] = [.. ways[at].Where(node => node != Earlier[child]), child];
        }
        return ways;
    }

    /// <summary>Sets columns, earlier nodes and shares; returns the most columns on a way.</summary>
    private int FollowWays()
    {
        var distinct = new int[Nodes.Length];
        var parents = new int[Nodes.Length];
        int most = 0;
        for (int at = 0; at < Nodes.Length; at++)
        {
            most = Math.Max(most, distinct[at]);
            if (Nodes[at].IsLeaf)
                continue;
            foreach (int child in (ReadOnlySpan<int>)[Nodes[at].Left, Nodes[at].Right])
            {
                parents[child] = at;
                Columns[child] = Nodes[at].Feature;
                int earlier = at;
                while (earlier > 0 && Columns[earlier] != Columns[child])
                    earlier = parents[earlier];
                Earlier[child] = earlier;
                _shares[child] = Share(at, child) * (earlier > 0 ? _shares[earlier] : 1);
                distinct[child] = distinct[at] + (earlier > 0 ? 0 : 1);
            }
        }
        return most;
    }

    /// <summary>The share of a question's training weight that goes to a child; halves where there is no weight.</summary>
    private double Share(int parent, int child) => Nodes[parent].Cover > 0 ? Nodes[child].Cover / Nodes[parent].Cover : 0.5;

    private void Prepare(int at, double[] points, double[] weights)
    {
        int earlier = Earlier[at];
        double share = _shares[at], shareBefore = earlier > 0 ? _shares[earlier] : 1;
        OffFactor[at] = shareBefore > 0 ? share / shareBefore : 0;
        for (int point = 0; point < points.Length; point++)
        {
            double t = points[point];
            double known = t + share * (1 - t), knownBefore = earlier > 0 ? t + shareBefore * (1 - t) : 1;
            double termBefore = earlier > 0 ? (1 - shareBefore) / knownBefore : 0;
            int i = at * points.Length + point;
            KnownFactor[i] = known / knownBefore;
            LeftFactor[i] = share * (1 - t) / knownBefore;
            KnownTerm[i] = (1 - share) / known;
            KnownGain[i] = weights[point] * (KnownTerm[i] - termBefore);
            LeftGain[i] = weights[point] * (-1 / (1 - t) - termBefore);
        }
    }

    private double ExpectedValue()
    {
        var reached = new double[Nodes.Length];
        reached[0] = 1;
        double sum = 0;
        for (int at = 0; at < Nodes.Length; at++)
        {
            TreeNode node = Nodes[at];
            if (node.IsLeaf)
            {
                sum += reached[at] * node.Value;
                continue;
            }
            reached[node.Left] = reached[at] * Share(at, node.Left);
            reached[node.Right] = reached[at] * Share(at, node.Right);
        }
        return sum;
    }
}
