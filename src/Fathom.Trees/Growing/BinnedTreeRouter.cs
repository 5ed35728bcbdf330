namespace Fathom.Trees;

/// <summary>Brings rows that a tree did not learn from to its leaves: question by question, as those it learned from came there.</summary>
internal sealed class BinnedTreeRouter
{
    private readonly RowPartition _partition;
    private readonly List<GrowingNode> _nodes;

    /// <summary>Per node: its question; null for leaves.</summary>
    private readonly BinRoute?[] _routes;

    internal BinnedTreeRouter(List<GrowingNode> nodes, BinnedMatrix data, RowPartition partition)
    {
        _nodes = nodes;
        _partition = partition;
        _routes = [.. nodes.Select(node => node.IsLeaf ? null : new BinRoute(node.Split, data))];
    }

    /// <summary>Sorts a run of the partition's rows by leaf.</summary>
    /// <param name="begin">The run's first place in the partition.</param>
    /// <param name="end">The place after its last.</param>
    /// <returns>Per node: where its rows begin and end.</returns>
    internal (int Begin, int End)[] Route(int begin, int end)
    {
        var runs = new (int Begin, int End)[_nodes.Count];
        runs[0] = (begin, end);
        for (int node = 0; node < runs.Length; node++)
        {
            if (_routes[node] is not { } route || runs[node].Begin == runs[node].End)
                continue;
            int middle = runs[node].Begin + _partition.Split(route, runs[node].Begin, runs[node].End);
            runs[_nodes[node].Left!.Id] = (runs[node].Begin, middle);
            runs[_nodes[node].Right!.Id] = (middle, runs[node].End);
        }
        return runs;
    }
}
