namespace Fathom.Trees;

/// <summary>A grown tree over bins: becomes the <see cref="Tree"/> of the model.</summary>
internal sealed class BinnedTree(List<GrowingNode> nodes, BinnedMatrix data)
{
    internal GrowingNode[] Leaves { get; } = [.. nodes.Where(node => node.IsLeaf)];

    /// <summary>The tree in terms of values instead of bins.</summary>
    internal Tree ToTree()
    {
        var result = new TreeNode[nodes.Count];
        for (int i = 0; i < result.Length; i++)
        {
            GrowingNode node = nodes[i];
            SplitCandidate split = node.Split;
            if (node.IsLeaf)
            {
                result[i] = new TreeNode { Feature = -1, Value = node.Value, Cover = node.Sums.Hessian };
                continue;
            }
            FeatureBins bins = data.Bins[split.Feature];
            result[i] = new TreeNode
            {
                Feature = split.Feature,
                Threshold = bins is NumericBins numeric ? numeric.ThresholdAbove(split.Bin) : 0,
                LeftLevels = bins is CategoryBins categories ? categories.LevelsIn(split.LeftBins!) : null,
                MissingLeft = split.MissingLeft,
                Left = node.Left!.Id,
                Right = node.Right!.Id,
                Gain = split.Gain,
                Cover = node.Sums.Hessian,
            };
        }
        return new Tree(result);
    }
}
