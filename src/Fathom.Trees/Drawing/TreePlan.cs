namespace Fathom.Trees;

/// <summary>Where the nodes of a drawing stand: leaves side by side, parents above the middle of their children.</summary>
internal sealed class TreePlan
{
    private readonly DecisionTree _tree;
    private readonly int _maxDepth;
    private readonly double[] _places;

    internal TreePlan(DecisionTree tree, int maxDepth)
    {
        _tree = tree;
        _maxDepth = maxDepth;
        Depths = tree.Depths();
        _places = new double[tree.Nodes.Count];
        PlaceLeaves();
        for (int i = _places.Length - 1; i >= 0; i--)
        {
            if (IsOpen(i))
                _places[i] = (_places[tree.Nodes[i].Left] + _places[tree.Nodes[i].Right]) / 2;
        }
        Drawn = [.. Enumerable.Range(0, _places.Length).Where(i => Depths[i] <= maxDepth)];
    }

    internal int[] Depths { get; }

    /// <summary>The nodes that are drawn.</summary>
    internal int[] Drawn { get; }

    /// <summary>The number of places side by side.</summary>
    internal int Breadth { get; private set; }

    internal int Levels => Drawn.Max(node => Depths[node]) + 1;

    /// <summary>The place of a node, in boxes from the left.</summary>
    internal double PlaceOf(int node) => _places[node];

    /// <summary>Whether a node's children are drawn.</summary>
    internal bool IsOpen(int node) => !_tree.Nodes[node].IsLeaf && Depths[node] < _maxDepth;

    private void PlaceLeaves()
    {
        var waiting = new Stack<int>([0]);
        while (waiting.TryPop(out int node))
        {
            if (!IsOpen(node))
            {
                _places[node] = Breadth++;
                continue;
            }
            waiting.Push(_tree.Nodes[node].Right);
            waiting.Push(_tree.Nodes[node].Left);
        }
    }
}
