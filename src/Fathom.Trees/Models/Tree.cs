namespace Fathom.Trees;

/// <summary>One fitted tree. Node 0 is the root; children stand after their parents.</summary>
public sealed class Tree
{
    private readonly TreeNode[] _nodes;

    /// <summary>Builds a tree from its nodes.</summary>
    /// <param name="nodes">The root first; every child stands after its parent.</param>
    /// <exception cref="ArgumentException">There is no node, a child is not after its parent, or a node other than the root has not exactly one parent.</exception>
    public Tree(params ReadOnlySpan<TreeNode> nodes)
    {
        if (nodes.IsEmpty)
            throw new ArgumentException("A tree has at least one node.", nameof(nodes));
        var hasParent = new bool[nodes.Length];
        int children = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            TreeNode node = nodes[i];
            if (node.IsLeaf)
                continue;
            if (node.Left <= i || node.Right <= i || node.Left >= nodes.Length || node.Right >= nodes.Length)
                throw new ArgumentException($"Node {i} of {nodes.Length} names children {node.Left} and {node.Right}; children stand after their parent.", nameof(nodes));
            if (node.Left == node.Right || hasParent[node.Left] || hasParent[node.Right])
                throw new ArgumentException($"Node {i} of {nodes.Length} names children {node.Left} and {node.Right}, of which one has another parent or is named twice.", nameof(nodes));
            hasParent[node.Left] = hasParent[node.Right] = true;
            children += 2;
        }
        if (children != nodes.Length - 1)
            throw new ArgumentException($"Of {nodes.Length} nodes, {nodes.Length - 1 - children} are nobody's children.", nameof(nodes));
        _nodes = nodes.ToArray();
    }

    /// <summary>The nodes; node 0 is the root.</summary>
    public IReadOnlyList<TreeNode> Nodes => _nodes;

    /// <summary>The number of leaves.</summary>
    public int LeafCount => (_nodes.Length + 1) / 2;

    /// <summary>The number of questions on the longest way from the root to a leaf.</summary>
    public int Depth
    {
        get
        {
            var depths = new int[_nodes.Length];
            int deepest = 0;
            for (int i = 0; i < _nodes.Length; i++)
            {
                deepest = Math.Max(deepest, depths[i]);
                if (_nodes[i].IsLeaf)
                    continue;
                depths[_nodes[i].Left] = depths[_nodes[i].Right] = depths[i] + 1;
            }
            return deepest;
        }
    }

    /// <summary>The index of the leaf that a row reaches.</summary>
    /// <param name="row">One value per column: a number, or the code (under ordered statistics: the statistic) of a category level; NaN is missing.</param>
    public int LeafOf(ReadOnlySpan<float> row)
    {
        int at = 0;
        while (!_nodes[at].IsLeaf)
            at = GoesLeft(in _nodes[at], row[_nodes[at].Feature]) ? _nodes[at].Left : _nodes[at].Right;
        return at;
    }

    /// <summary>What the tree adds to a row's raw score.</summary>
    /// <param name="row">One value per column: a number, or the code (under ordered statistics: the statistic) of a category level; NaN is missing.</param>
    public double Predict(ReadOnlySpan<float> row)
    {
        ref readonly TreeNode leaf = ref _nodes[LeafOf(row)];
        return leaf.Linear is { } linear ? linear.Of(row, leaf.Value) : leaf.Value;
    }

    /// <summary>Whether a leaf adds other than the same to all its rows.</summary>
    internal bool HasLinearLeaves => Array.Exists(_nodes, node => node.Linear is not null);

    /// <summary>What the tree adds to the raw score of a row that lies in columns.</summary>
    internal double Predict(float[][] columns, int row)
    {
        int at = 0;
        while (!_nodes[at].IsLeaf)
            at = GoesLeft(in _nodes[at], columns[_nodes[at].Feature][row]) ? _nodes[at].Left : _nodes[at].Right;
        return _nodes[at].ValueOf(columns, row);
    }

    /// <summary>The same questions with all values multiplied.</summary>
    internal Tree Scaled(double factor) => factor == 1 ? this : new(Array.ConvertAll(_nodes, node => node.Scaled(factor)));

    private static bool GoesLeft(in TreeNode node, float value) =>
        float.IsNaN(value) ? node.MissingLeft : node.LeftLevels is { } levels ? levels.Contains((int)value) : value < node.Threshold;
}
