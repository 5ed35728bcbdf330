namespace Fathom.Trees;

/// <summary>
/// Minimal cost-complexity pruning (Breiman et al. 1984, section 3.3): the question t whose removal costs least per leaf, α(t) = (R(t) − R(T_t)) / (leaves of T_t − 1), goes first.
/// </summary>
internal sealed class CostComplexity
{
    private readonly DecisionTree _tree;
    private readonly int[] _parent;
    private readonly double[] _ownCost;
    private readonly double[] _branchCost;
    private readonly int[] _leaves;
    private readonly bool[] _gone;
    private readonly PriorityQueue<(int Node, int Leaves), (double, int)> _weakest = new();

    private CostComplexity(DecisionTree tree)
    {
        _tree = tree;
        int count = tree.Nodes.Count;
        _parent = new int[count];
        _ownCost = new double[count];
        _branchCost = new double[count];
        _leaves = new int[count];
        _gone = new bool[count];
        _parent[0] = -1;
        for (int i = count - 1; i >= 0; i--)
        {
            DecisionTreeNode node = tree.Nodes[i];
            _ownCost[i] = node.Weight * node.Impurity / tree.Nodes[0].Weight;
            if (node.IsLeaf)
            {
                _branchCost[i] = _ownCost[i];
                _leaves[i] = 1;
                continue;
            }
            _parent[node.Left] = _parent[node.Right] = i;
            _branchCost[i] = _branchCost[node.Left] + _branchCost[node.Right];
            _leaves[i] = _leaves[node.Left] + _leaves[node.Right];
            Offer(i);
        }
    }

    /// <summary>All steps down to the root, the whole tree first.</summary>
    internal static IReadOnlyList<PruningStep> Path(DecisionTree tree)
    {
        var pruning = new CostComplexity(tree);
        var steps = new List<PruningStep> { new(0, pruning._branchCost[0], pruning._leaves[0]) };
        while (pruning.TryPeek(out double alpha))
        {
            pruning.Prune();
            steps.Add(new(alpha, pruning._branchCost[0], pruning._leaves[0]));
        }
        return steps;
    }

    /// <summary>The smallest tree that minimises R(T) + α · leaves.</summary>
    internal static DecisionTree Prune(DecisionTree tree, double alpha)
    {
        var pruning = new CostComplexity(tree);
        while (pruning.TryPeek(out double weakest) && weakest <= alpha)
            pruning.Prune();
        return pruning.Rest();
    }

    private void Offer(int node) =>
        _weakest.Enqueue((node, _leaves[node]), ((_ownCost[node] - _branchCost[node]) / (_leaves[node] - 1), node));

    private bool TryPeek(out double alpha)
    {
        while (_weakest.TryPeek(out (int Node, int Leaves) next, out (double Alpha, int) priority))
        {
            alpha = priority.Alpha;
            // An offer is out of date once a question below it, or the node itself, has gone.
            if (!_gone[next.Node] && _leaves[next.Node] == next.Leaves)
                return true;
            _weakest.Dequeue();
        }
        alpha = double.NaN;
        return false;
    }

    private void Prune()
    {
        int node = _weakest.Dequeue().Node, removed = _leaves[node] - 1;
        double more = _ownCost[node] - _branchCost[node];
        Bury(node);
        _leaves[node] = 1;
        _branchCost[node] = _ownCost[node];
        for (int above = _parent[node]; above >= 0; above = _parent[above])
        {
            _leaves[above] -= removed;
            _branchCost[above] += more;
            Offer(above);
        }
    }

    /// <summary>Marks a node and all questions below it as asked no more.</summary>
    private void Bury(int node)
    {
        var waiting = new Stack<int>([node]);
        while (waiting.TryPop(out int next))
        {
            if (_gone[next] || _tree.Nodes[next].IsLeaf)
                continue;
            _gone[next] = true;
            waiting.Push(_tree.Nodes[next].Left);
            waiting.Push(_tree.Nodes[next].Right);
        }
    }

    /// <summary>What is left, numbered anew in the old order.</summary>
    private DecisionTree Rest()
    {
        var number = new int[_parent.Length];
        var kept = new List<int>();
        for (int i = 0; i < number.Length; i++)
        {
            number[i] = i == 0 || (number[_parent[i]] >= 0 && !_gone[_parent[i]]) ? kept.Count : -1;
            if (number[i] >= 0)
                kept.Add(i);
        }
        var nodes = new DecisionTreeNode[kept.Count];
        var values = new List<double>();
        for (int i = 0; i < nodes.Length; i++)
        {
            DecisionTreeNode node = _tree.Nodes[kept[i]];
            nodes[i] = node.IsLeaf
                ? node
                : _gone[kept[i]]
                    ? new() { Feature = -1, Left = -1, Right = -1, Impurity = node.Impurity, Samples = node.Samples, Weight = node.Weight }
                    : node with { Left = number[node.Left], Right = number[node.Right] };
            values.AddRange(_tree.Value(kept[i]));
        }
        return new(nodes, [.. values], _tree.Outputs);
    }
}
