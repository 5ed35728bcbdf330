namespace Fathom.Trees;

/// <summary>Which columns a node may ask about: those of its tree, fewer per level and node where they are sampled, and only those that go with the questions before.</summary>
internal sealed class ColumnChoice(GrowthLimits limits, bool[] ofTree, int seed, int round, int output)
{
    private readonly Dictionary<int, bool[]> _ofLevel = [];

    private readonly int[][]? _sets = limits.Interactions is { } sets ? WithRest(sets, ofTree.Length) : null;

    /// <summary>Per column: whether the node may ask about it.</summary>
    /// <param name="node">The node's number.</param>
    /// <param name="depth">The questions before it.</param>
    /// <param name="path">The columns that these were about; null in the root.</param>
    internal bool[] Of(int node, int depth, bool[]? path)
    {
        bool[] allowed = ofTree;
        if (limits.ColumnsPerLevel < 1)
        {
            if (!_ofLevel.TryGetValue(depth, out bool[]? level))
                _ofLevel.Add(depth, level = Draw(ofTree, limits.ColumnsPerLevel, RandomPurpose.ColumnsOfLevel(output), depth));
            allowed = level;
        }
        if (_sets is not null && path is { } asked)
            allowed = Compatible(allowed, asked);
        return limits.ColumnsPerNode < 1 && limits.Growth != TreeGrowth.Symmetric
            ? Draw(allowed, limits.ColumnsPerNode, RandomPurpose.ColumnsOfNode(output), node)
            : allowed;
    }

    /// <summary>The columns asked about on the way to a child; null where nobody needs to know.</summary>
    /// <param name="path">Those on the way to the parent; null in the root.</param>
    /// <param name="feature">The column that the parent asks about.</param>
    internal bool[]? Path(bool[]? path, int feature)
    {
        if (_sets is null)
            return null;
        bool[] longer = path is null ? new bool[ofTree.Length] : (bool[])path.Clone();
        longer[feature] = true;
        return longer;
    }

    private bool[] Compatible(bool[] allowed, bool[] asked)
    {
        var compatible = new bool[allowed.Length];
        foreach (int[] set in _sets!)
        {
            if (!Enumerable.Range(0, asked.Length).All(column => !asked[column] || Array.IndexOf(set, column) >= 0))
                continue;
            foreach (int column in set)
                compatible[column] = allowed[column];
        }
        return compatible;
    }

    private bool[] Draw(bool[] from, double share, int purpose, int counter)
    {
        int[] columns = [.. Enumerable.Range(0, from.Length).Where(column => from[column])];
        var drawn = new bool[from.Length];
        var random = new CounterHash(seed, round * 65_537 + counter, purpose);
        foreach (int column in columns.OrderBy(random.At).Take(Math.Max(1, (int)Math.Round(share * columns.Length))))
            drawn[column] = true;
        return drawn;
    }

    /// <summary>Columns that no set names stand alone.</summary>
    private static int[][] WithRest(int[][] sets, int columns) =>
        [.. sets, .. Enumerable.Range(0, columns).Where(column => !sets.Any(set => set.Contains(column))).Select(column => (int[])[column])];
}
