using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Adds trees' Shapley values for four rows at a time, one in each lane. Holds the products and sums on the way; for one thread.</summary>
internal sealed class ShapKernel
{
    /// <summary>Rows that are explained together.</summary>
    internal const int Lanes = 4;

    private readonly Vector256<double>[] _known;
    private readonly Vector256<double>[] _products;

    internal ShapKernel(IReadOnlyList<ShapTree> trees)
    {
        _known = new Vector256<double>[trees.Select(tree => tree.Nodes.Length).DefaultIfEmpty(1).Max()];
        _products = new Vector256<double>[trees.Select(tree => tree.Nodes.Length * tree.Points).DefaultIfEmpty(1).Max()];
    }

    /// <param name="tree">The tree.</param>
    /// <param name="block">The slots' values, the first of four rows at the start.</param>
    /// <param name="values">Per column the rows' Shapley values, to which the tree's are added.</param>
    internal void Explain(ShapTree tree, ReadOnlySpan<float> block, Span<Vector256<double>> values)
    {
        Descend(tree, block);
        int points = tree.Points;
        Span<Vector256<double>> sums = _products;
        for (int at = tree.Nodes.Length - 1; at > 0; at--)
        {
            Ascend(tree, at);
            ReadOnlySpan<double> knownGain = tree.KnownGain.AsSpan(at * points, points), leftGain = tree.LeftGain.AsSpan(at * points, points);
            Vector256<double> known = default, left = default;
            for (int point = 0; point < points; point++)
            {
                Vector256<double> sum = sums[at * points + point];
                known += sum * knownGain[point];
                left += sum * leftGain[point];
            }
            values[tree.Columns[at]] += Vector256.ConditionalSelect(_known[at], known, Before(tree, at) & left);
        }
    }

    /// <param name="tree">The tree.</param>
    /// <param name="block">The slots' values, the first of four rows at the start.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="values">Shape (columns, columns): the rows' interaction values, to which the tree's are added above the diagonal.</param>
    internal void ExplainInteractions(ShapTree tree, ReadOnlySpan<float> block, int columns, Span<Vector256<double>> values)
    {
        Descend(tree, block);
        int points = tree.Points;
        for (int leaf = 0; leaf < tree.Nodes.Length; leaf++)
        {
            if (!tree.Nodes[leaf].IsLeaf)
                continue;
            ReadOnlySpan<int> way = tree.WayTo(leaf);
            for (int i = 0; i < way.Length; i++)
            {
                for (int j = i + 1; j < way.Length; j++)
                {
                    Vector256<double> integral = default;
                    for (int point = 0; point < points; point++)
                        integral += Term(tree, way[i], point) * Term(tree, way[j], point) * _products[leaf * points + point] * tree.Weights[point];
                    int first = Math.Min(tree.Columns[way[i]], tree.Columns[way[j]]), second = Math.Max(tree.Columns[way[i]], tree.Columns[way[j]]);
                    values[first * columns + second] += integral * (0.5 * tree.Nodes[leaf].Value);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Term(ShapTree tree, int at, int point) =>
        Vector256.ConditionalSelect(_known[at], Vector256.Create(tree.KnownTerm[at * tree.Points + point]), Vector256.Create(tree.OffTerm[point]));

    /// <summary>Multiplies the factors of the ways from the root to all nodes.</summary>
    private void Descend(ShapTree tree, ReadOnlySpan<float> block)
    {
        int points = tree.Points;
        _products.AsSpan(0, points).Fill(Vector256<double>.One);
        _known[0] = Vector256<double>.AllBitsSet;
        for (int at = 0; at < tree.Nodes.Length; at++)
        {
            ref readonly TreeNode node = ref tree.Nodes[at];
            if (node.IsLeaf)
                continue;
            Vector256<double> goesLeft = GoesLeft(in node, block.Slice(tree.Slots[at], Lanes));
            Multiply(tree, at, node.Left, goesLeft);
            Multiply(tree, at, node.Right, ~goesLeft);
        }
    }

    private void Multiply(ShapTree tree, int parent, int child, Vector256<double> goesThere)
    {
        int points = tree.Points;
        Vector256<double> before = Before(tree, child), known = before & goesThere;
        _known[child] = known;
        var off = Vector256.Create(tree.OffFactor[child]);
        ReadOnlySpan<double> knownFactor = tree.KnownFactor.AsSpan(child * points, points), leftFactor = tree.LeftFactor.AsSpan(child * points, points);
        ReadOnlySpan<Vector256<double>> from = _products.AsSpan(parent * points, points);
        Span<Vector256<double>> to = _products.AsSpan(child * points, points);
        for (int point = 0; point < points; point++)
        {
            Vector256<double> factor = Vector256.ConditionalSelect(
                known, Vector256.Create(knownFactor[point]), Vector256.ConditionalSelect(before, Vector256.Create(leftFactor[point]), off));
            to[point] = from[point] * factor;
        }
    }

    /// <summary>A node's products become the sum over its leaves.</summary>
    private void Ascend(ShapTree tree, int at)
    {
        int points = tree.Points;
        ref readonly TreeNode node = ref tree.Nodes[at];
        Span<Vector256<double>> own = _products.AsSpan(at * points, points);
        if (node.IsLeaf)
        {
            for (int point = 0; point < points; point++)
                own[point] *= node.Value;
            return;
        }
        ReadOnlySpan<Vector256<double>> left = _products.AsSpan(node.Left * points, points), right = _products.AsSpan(node.Right * points, points);
        for (int point = 0; point < points; point++)
            own[point] = left[point] + right[point];
    }

    /// <summary>The rows that earlier questions about the column did not lead away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Before(ShapTree tree, int at) => _known[tree.Earlier[at]];

    private static Vector256<double> GoesLeft(ref readonly TreeNode node, ReadOnlySpan<float> values)
    {
        if (node.LeftLevels is { } levels)
        {
            Span<double> lanes = stackalloc double[Lanes];
            for (int lane = 0; lane < Lanes; lane++)
                lanes[lane] = (float.IsNaN(values[lane]) ? node.MissingLeft : levels.Contains((int)values[lane])) ? BitConverter.UInt64BitsToDouble(ulong.MaxValue) : 0;
            return Vector256.Create<double>(lanes);
        }
        (Vector128<long> low, Vector128<long> high) = Vector128.Widen(Vector128.LessThan(Vector128.Create(values), Vector128.Create(node.Threshold)).AsInt32());
        return Vector256.Create(low, high).AsDouble();
    }
}
