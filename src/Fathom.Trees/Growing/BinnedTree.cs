namespace Fathom.Trees;

/// <summary>A grown tree over bins: scores rows that the tree did not learn from, and becomes the <see cref="Tree"/> of the model.</summary>
internal sealed class BinnedTree
{
    private readonly GrowingNode[] _nodes;
    private readonly BinnedMatrix _data;

    internal BinnedTree(List<GrowingNode> nodes, BinnedMatrix data)
    {
        _nodes = [.. nodes];
        _data = data;
    }

    internal IEnumerable<GrowingNode> Leaves => _nodes.Where(node => node.IsLeaf);

    /// <summary>The value of the leaf that a row of the data reaches.</summary>
    internal double ValueOf(int row)
    {
        GrowingNode node = _nodes[0];
        while (node.Left is { } left)
        {
            int feature = node.Split.Feature;
            byte bin = (byte)(_data.Group(feature / BinnedMatrix.GroupSize)[row] >> (feature % BinnedMatrix.GroupSize * 8));
            node = node.Split.GoesLeft(bin) ? left : node.Right!;
        }
        return node.Value;
    }

    /// <summary>The tree in terms of values instead of bins.</summary>
    internal Tree ToTree(FixedPointScale scale)
    {
        var nodes = new TreeNode[_nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            GrowingNode node = _nodes[i];
            SplitCandidate split = node.Split;
            double cover = scale.Hessian(node.Sum);
            if (node.IsLeaf)
            {
                nodes[i] = new TreeNode { Feature = -1, Value = node.Value, Cover = cover };
                continue;
            }
            FeatureBins bins = _data.Bins[split.Feature];
            nodes[i] = new TreeNode
            {
                Feature = split.Feature,
                Threshold = bins is NumericBins numeric ? numeric.ThresholdAbove(split.Bin) : 0,
                LeftLevels = bins is CategoryBins categories ? categories.LevelsIn(split.LeftBins!) : null,
                MissingLeft = split.MissingLeft,
                Left = node.Left!.Id,
                Right = node.Right!.Id,
                Gain = split.Gain,
                Cover = cover,
            };
        }
        return new Tree(nodes);
    }
}
