namespace Fathom.Trees;

/// <summary>Writes trees as XGBoost keeps them: columns over the nodes.</summary>
internal sealed class XgboostTreeWriter(FeatureSchema schema)
{
    internal ModelValue Write(Tree tree, int number)
    {
        TreeNode[] nodes = [.. tree.Nodes.Select(Turned)];
        var parents = new double[nodes.Length];
        parents[0] = int.MaxValue;
        List<double> categories = [], starts = [], sizes = [], asking = [];
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].IsLeaf)
                continue;
            parents[nodes[i].Left] = parents[nodes[i].Right] = i;
            if (nodes[i].LeftLevels is null)
                continue;
            int[] right = GoRight(nodes[i]);
            asking.Add(i);
            starts.Add(categories.Count);
            sizes.Add(right.Length);
            categories.AddRange(right.Select(code => (double)code));
        }
        return XgboostWriter.Map(
            ("base_weights", Column(nodes, NumberKind.Float32, node => node.IsLeaf ? node.Value : 0)),
            ("categories", new ModelValue.NumbersValue([.. categories], NumberKind.Int32)),
            ("categories_nodes", new ModelValue.NumbersValue([.. asking], NumberKind.Int32)),
            ("categories_segments", new ModelValue.NumbersValue([.. starts], NumberKind.Int64)),
            ("categories_sizes", new ModelValue.NumbersValue([.. sizes], NumberKind.Int64)),
            ("default_left", Column(nodes, NumberKind.UInt8, node => !node.IsLeaf && (node.MissingLeft || node.LeftLevels is not null) ? 1 : 0)),
            ("id", new ModelValue.NumberValue(number)),
            ("left_children", Column(nodes, NumberKind.Int32, node => node.IsLeaf ? -1 : node.Left)),
            ("loss_changes", Column(nodes, NumberKind.Float32, node => node.Gain)),
            ("parents", new ModelValue.NumbersValue(parents, NumberKind.Int32)),
            ("right_children", Column(nodes, NumberKind.Int32, node => node.IsLeaf ? -1 : node.Right)),
            ("split_conditions", Column(nodes, NumberKind.Float32, Condition)),
            ("split_indices", Column(nodes, NumberKind.Int32, node => node.IsLeaf ? 0 : node.Feature)),
            ("split_type", Column(nodes, NumberKind.UInt8, node => node.LeftLevels is null ? 0 : 1)),
            ("sum_hessian", Column(nodes, NumberKind.Float32, node => node.Cover)),
            ("tree_param", XgboostWriter.Map(
                ("num_deleted", XgboostWriter.Text("0")), ("num_feature", XgboostWriter.Text(schema.Count)),
                ("num_nodes", XgboostWriter.Text(nodes.Length)), ("size_leaf_vector", XgboostWriter.Text("0")))));
    }

    /// <summary>XGBoost's sets go right. Where missing values go right too the children change sides, so that levels that the fit did not see go with the missing values.</summary>
    private static TreeNode Turned(TreeNode node) => node.LeftLevels is null || node.MissingLeft ? node : node with { Left = node.Right, Right = node.Left };

    /// <summary>The codes that go right once <see cref="Turned"/>.</summary>
    private int[] GoRight(TreeNode node)
    {
        int levels = schema.Levels[node.Feature]!.Length;
        int[] right = node.MissingLeft ? [.. Enumerable.Range(0, levels).Where(code => !node.LeftLevels!.Contains(code))] : node.LeftLevels!.ToArray();
        // A set that nobody is in holds a code that nobody has: XGBoost knows no empty sets.
        return right.Length > 0 ? right : [levels];
    }

    private static double Condition(TreeNode node) => node.IsLeaf ? node.Value : node.LeftLevels is not null ? 0 : Math.Min(node.Threshold, float.MaxValue);

    private static ModelValue.NumbersValue Column(TreeNode[] nodes, NumberKind kind, Func<TreeNode, double> value) => new([.. nodes.Select(value)], kind);
}
