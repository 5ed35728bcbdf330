using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>
/// A decision tree laid out for many rows: 16 bytes a node, siblings side by side, leaves that lead to themselves. Four rows descend together, so that their cache misses overlap.
/// </summary>
internal sealed class DecisionTreeLayout
{
    private const int MissingGoesRight = 1 << 31;

    private readonly DecisionTree _tree;
    private readonly Node[] _nodes;
    private readonly bool _categorical;

    internal DecisionTreeLayout(DecisionTree tree)
    {
        _tree = tree;
        _categorical = tree.Nodes.Any(node => node.LeftLevels is not null);
        _nodes = _categorical ? [] : LayOut(tree.NodeSpan);
    }

    internal DecisionTree Tree => _tree;

    /// <summary>The leaf of each row: an index into <see cref="DecisionTree.Nodes"/>.</summary>
    /// <param name="rows">Row-major values; NaN is missing.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="leaves">One per row.</param>
    internal void FindLeaves(ReadOnlySpan<float> rows, int columns, Span<int> leaves)
    {
        int row = 0;
        if (_categorical)
        {
            for (; row < leaves.Length; row++)
                leaves[row] = _tree.LeafOf(rows.Slice(row * columns, columns));
            return;
        }
        for (; row + 4 <= leaves.Length; row += 4)
        {
            ReadOnlySpan<float> first = rows.Slice(row * columns, columns), second = rows.Slice((row + 1) * columns, columns);
            ReadOnlySpan<float> third = rows.Slice((row + 2) * columns, columns), fourth = rows.Slice((row + 3) * columns, columns);
            int a = 0, b = 0, c = 0, d = 0, moved;
            do
            {
                int nextA = Next(a, first), nextB = Next(b, second), nextC = Next(c, third), nextD = Next(d, fourth);
                moved = (nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d);
                (a, b, c, d) = (nextA, nextB, nextC, nextD);
            }
            while (moved != 0);
            leaves[row] = _nodes[a].Original;
            leaves[row + 1] = _nodes[b].Original;
            leaves[row + 2] = _nodes[c].Original;
            leaves[row + 3] = _nodes[d].Original;
        }
        for (; row < leaves.Length; row++)
            leaves[row] = _tree.LeafOf(rows.Slice(row * columns, columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(int at, ReadOnlySpan<float> row)
    {
        ref readonly Node node = ref _nodes[at];
        float value = row[node.Feature & ~MissingGoesRight];
        // NaN is below nothing.
        int notBelow = value < node.Below ? 0 : 1;
        int known = float.IsNaN(value) ? 0 : 1;
        return node.Left + (notBelow & (known | (node.Feature >>> 31)));
    }

    private static Node[] LayOut(ReadOnlySpan<DecisionTreeNode> nodes)
    {
        var result = new Node[nodes.Length];
        var waiting = new Queue<(int From, int To)>([(0, 0)]);
        int used = 1;
        while (waiting.TryDequeue(out (int From, int To) move))
        {
            DecisionTreeNode node = nodes[move.From];
            if (node.IsLeaf)
            {
                result[move.To] = new(float.PositiveInfinity, 0, move.To, move.From);
                continue;
            }
            result[move.To] = new(Above(node.Threshold), node.Feature | (node.MissingLeft ? 0 : MissingGoesRight), used, move.From);
            waiting.Enqueue((node.Left, used++));
            waiting.Enqueue((node.Right, used++));
        }
        return result;
    }

    /// <summary>The number below which lie exactly the single-precision numbers that are at most the threshold.</summary>
    internal static float Above(double threshold)
    {
        float nearest = (float)threshold;
        return nearest <= threshold ? MathF.BitIncrement(nearest) : nearest;
    }

    /// <param name="Below">Below it a row goes left.</param>
    /// <param name="Feature">The column; the sign bit says that missing values go right.</param>
    /// <param name="Left">The left child; the right one follows it.</param>
    /// <param name="Original">The node's index in the tree.</param>
    private readonly record struct Node(float Below, int Feature, int Left, int Original);
}
