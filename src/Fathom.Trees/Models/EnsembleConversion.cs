namespace Fathom.Trees;

/// <summary>Decision trees as trees whose values add up, for all that is done with those: explanation, exchange with other libraries.</summary>
internal static class EnsembleConversion
{
    /// <summary>One tree per output for each decision tree.</summary>
    /// <param name="trees">The decision trees.</param>
    /// <param name="value">What a leaf of a tree adds to an output: (tree, leaf, output).</param>
    internal static TreeEnsemble ToEnsemble(IReadOnlyList<DecisionTree> trees, Func<int, int, int, double> value)
    {
        int outputs = trees[0].Outputs;
        var parts = new List<Tree>(trees.Count * outputs);
        for (int tree = 0; tree < trees.Count; tree++)
        {
            for (int output = 0; output < outputs; output++)
                parts.Add(Part(trees[tree], leaf => value(tree, leaf, output)));
        }
        return new([.. parts], new double[outputs]);
    }

    private static Tree Part(DecisionTree tree, Func<int, double> value)
    {
        var nodes = new TreeNode[tree.Nodes.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            DecisionTreeNode node = tree.Nodes[i];
            nodes[i] = new()
            {
                Feature = node.Feature,
                Threshold = node.LeftLevels is null && !node.IsLeaf ? DecisionTreeLayout.Above(node.Threshold) : 0,
                LeftLevels = node.LeftLevels,
                MissingLeft = node.MissingLeft,
                Left = node.IsLeaf ? 0 : node.Left,
                Right = node.IsLeaf ? 0 : node.Right,
                Value = node.IsLeaf ? value(i) : 0,
                Gain = tree.Decrease(i),
                Cover = node.Weight,
            };
        }
        return new(nodes);
    }
}
