namespace Fathom.Trees;

/// <summary>One decision tree. Node 0 is the root; children stand after their parents.</summary>
public sealed class DecisionTree
{
    private readonly DecisionTreeNode[] _nodes;
    private readonly double[] _values;

    /// <summary>Builds a tree from its nodes.</summary>
    /// <param name="nodes">The root first; every child stands after its parent.</param>
    /// <param name="values">What each node predicts, node after node: shape (nodes, <paramref name="outputs"/>).</param>
    /// <param name="outputs">1 for a numeric target, the number of classes for classes.</param>
    /// <exception cref="ArgumentException">There is no node, a child is not after its parent, or the values do not fit the nodes.</exception>
    public DecisionTree(ReadOnlySpan<DecisionTreeNode> nodes, ReadOnlySpan<double> values, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (nodes.IsEmpty)
            throw new ArgumentException("A tree has at least one node.", nameof(nodes));
        if (values.Length != (long)nodes.Length * outputs)
            throw new ArgumentException($"There are {values.Length} values for {nodes.Length} nodes of {outputs} outputs.", nameof(values));
        for (int i = 0; i < nodes.Length; i++)
        {
            DecisionTreeNode node = nodes[i];
            if (!node.IsLeaf && (node.Left <= i || node.Right <= i || node.Left >= nodes.Length || node.Right >= nodes.Length))
                throw new ArgumentException($"Node {i} of {nodes.Length} names children {node.Left} and {node.Right}; children stand after their parent.", nameof(nodes));
        }
        _nodes = nodes.ToArray();
        _values = values.ToArray();
        Outputs = outputs;
    }

    /// <summary>The nodes; node 0 is the root.</summary>
    public IReadOnlyList<DecisionTreeNode> Nodes => _nodes;

    /// <summary>The numbers a node predicts: 1 for a numeric target, the number of classes for classes.</summary>
    public int Outputs { get; }

    /// <summary>The number of leaves.</summary>
    public int LeafCount => _nodes.Count(node => node.IsLeaf);

    /// <summary>The number of questions on the longest way from the root to a leaf.</summary>
    public int Depth => Depths().Max();

    internal ReadOnlySpan<DecisionTreeNode> NodeSpan => _nodes;

    internal ReadOnlySpan<double> Values => _values;

    /// <summary>What a node predicts: the weighted share of each class among its training rows, or the mean (median under absolute error) of their targets.</summary>
    /// <param name="node">The node's index.</param>
    /// <returns><see cref="Outputs"/> numbers.</returns>
    public ReadOnlySpan<double> Value(int node) => _values.AsSpan(node * Outputs, Outputs);

    /// <summary>The index of the leaf that a row reaches.</summary>
    /// <param name="row">One value per column: a number or the code of a category level; NaN is missing.</param>
    public int LeafOf(ReadOnlySpan<float> row)
    {
        int at = 0;
        while (!_nodes[at].IsLeaf)
            at = GoesLeft(in _nodes[at], row[_nodes[at].Feature]) ? _nodes[at].Left : _nodes[at].Right;
        return at;
    }

    /// <summary>The indexes of the nodes that a row passes, from the root to its leaf.</summary>
    /// <param name="row">One value per column: a number or the code of a category level; NaN is missing.</param>
    public IReadOnlyList<int> PathOf(ReadOnlySpan<float> row)
    {
        var path = new List<int> { 0 };
        while (!_nodes[path[^1]].IsLeaf)
        {
            ref readonly DecisionTreeNode node = ref _nodes[path[^1]];
            path.Add(GoesLeft(in node, row[node.Feature]) ? node.Left : node.Right);
        }
        return path;
    }

    /// <summary>The steps of cost-complexity pruning, from the whole tree (α = 0) to its root (Breiman et al. 1984, section 3.3).</summary>
    public IReadOnlyList<PruningStep> CostComplexityPath() => CostComplexity.Path(this);

    /// <summary>The smallest tree that minimises the impurity of the leaves plus α times their number.</summary>
    /// <param name="alpha">The price of a leaf, finite and not negative, in units of the criterion.</param>
    public DecisionTree Prune(double alpha) =>
        alpha >= 0 && double.IsFinite(alpha)
            ? CostComplexity.Prune(this, alpha)
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The price of a leaf is finite and not negative.");

    /// <summary>The same tree over a larger table: its column i is column <paramref name="columns"/>[i] there.</summary>
    internal DecisionTree Renumbered(int[] columns) =>
        new(Array.ConvertAll(_nodes, node => node.IsLeaf ? node : node with { Feature = columns[node.Feature] }), _values, Outputs);

    /// <summary>For each node the number of questions between the root and it.</summary>
    internal int[] Depths()
    {
        var depths = new int[_nodes.Length];
        for (int i = 0; i < _nodes.Length; i++)
        {
            if (!_nodes[i].IsLeaf)
                depths[_nodes[i].Left] = depths[_nodes[i].Right] = depths[i] + 1;
        }
        return depths;
    }

    /// <summary>How much the node's question lowers the criterion: Weight·Impurity less that of both children; 0 in a leaf.</summary>
    internal double Decrease(int node)
    {
        ref readonly DecisionTreeNode at = ref _nodes[node];
        if (at.IsLeaf)
            return 0;
        DecisionTreeNode left = _nodes[at.Left], right = _nodes[at.Right];
        return at.Weight * at.Impurity - left.Weight * left.Impurity - right.Weight * right.Impurity;
    }

    private static bool GoesLeft(in DecisionTreeNode node, float value) =>
        float.IsNaN(value) ? node.MissingLeft : node.LeftLevels is { } levels ? levels.Contains((int)value) : value <= node.Threshold;
}
