using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fathom.Trees;

/// <summary>
/// A decision tree laid out for many rows: 12 bytes a node, siblings side by side, leaves that lead to themselves. Many rows descend together, so that they wait for memory together.
/// </summary>
internal sealed class DecisionTreeLayout
{
    private const int MissingGoesLeft = 1 << 31;
    private const int Together = 64;

    private readonly DecisionTree _tree;
    private readonly Node[] _nodes;
    private readonly int[] _original;
    private readonly bool _categorical;

    internal DecisionTreeLayout(DecisionTree tree)
    {
        _tree = tree;
        _categorical = tree.Nodes.Any(node => node.LeftLevels is not null);
        (_nodes, _original) = _categorical ? ([], []) : LayOut(tree.NodeSpan);
    }

    internal DecisionTree Tree => _tree;

    /// <summary>The leaf of each row: an index into <see cref="DecisionTree.Nodes"/>.</summary>
    /// <param name="rows">Row-major values; NaN is missing.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="leaves">One per row.</param>
    internal void FindLeaves(ReadOnlySpan<float> rows, int columns, Span<int> leaves)
    {
        if (_categorical)
        {
            for (int row = 0; row < leaves.Length; row++)
                leaves[row] = _tree.LeafOf(rows.Slice(row * columns, columns));
            return;
        }
        for (int row = 0; row < leaves.Length; row += Together)
        {
            int count = Math.Min(Together, leaves.Length - row);
            Descend(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), row * columns), columns, leaves.Slice(row, count));
        }
    }

    /// <summary>
    /// Rows that move on are listed again without a branch; those in a leaf drop out. Questions name columns that the fit has seen, and children that the layout holds: nothing is
    /// checked again.
    /// </summary>
    private void Descend(ref float first, int columns, Span<int> leaves)
    {
        ref Node nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref int places = ref MemoryMarshal.GetReference(leaves);
        Span<int> listed = stackalloc int[Together];
        ref int moving = ref MemoryMarshal.GetReference(listed);
        for (int row = 0; row < leaves.Length; row++)
            (listed[row], leaves[row]) = (row, 0);
        for (int count = leaves.Length, still; count > 0; count = still)
        {
            still = 0;
            for (int i = 0; i < count; i++)
            {
                int row = Unsafe.Add(ref moving, i);
                ref int place = ref Unsafe.Add(ref places, row);
                int next = Next(ref nodes, place, ref Unsafe.Add(ref first, row * columns));
                Unsafe.Add(ref moving, still) = row;
                still += Bit.Of(next != place);
                place = next;
            }
        }
        foreach (ref int leaf in leaves)
            leaf = _original[leaf];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref Node nodes, int at, ref float row)
    {
        ref Node node = ref Unsafe.Add(ref nodes, at);
        float value = Unsafe.Add(ref row, node.Feature & ~MissingGoesLeft);
        // NaN is below nothing.
        int left = Bit.Of(value < node.Below) | (Bit.Of(float.IsNaN(value)) & (node.Feature >>> 31));
        return node.Right - left;
    }

    private static (Node[] Nodes, int[] Original) LayOut(ReadOnlySpan<DecisionTreeNode> nodes)
    {
        var result = new Node[nodes.Length];
        var original = new int[nodes.Length];
        var waiting = new Queue<(int From, int To)>([(0, 0)]);
        int used = 1;
        while (waiting.TryDequeue(out (int From, int To) move))
        {
            ref readonly DecisionTreeNode node = ref nodes[move.From];
            original[move.To] = move.From;
            if (node.IsLeaf)
            {
                result[move.To] = new(float.PositiveInfinity, MissingGoesLeft, move.To + 1);
                continue;
            }
            result[move.To] = new(Above(node.Threshold), node.Feature | (node.MissingLeft ? MissingGoesLeft : 0), used + 1);
            waiting.Enqueue((node.Left, used++));
            waiting.Enqueue((node.Right, used++));
        }
        return (result, original);
    }

    /// <summary>The number below which lie exactly the single-precision numbers that are at most the threshold.</summary>
    internal static float Above(double threshold)
    {
        float nearest = (float)threshold;
        return nearest <= threshold ? MathF.BitIncrement(nearest) : nearest;
    }

    /// <param name="Below">Below it a row goes left.</param>
    /// <param name="Feature">The column; the sign bit says that missing values go left.</param>
    /// <param name="Right">The right child; the left one stands before it. In a leaf the place after its own, since all rows go left.</param>
    private readonly record struct Node(float Below, int Feature, int Right);
}
