using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>
/// A tree laid out for scoring many rows: 12 bytes a node, siblings side by side, leaves that lead to themselves.
/// Rows descend four at a time for as many steps as the tree is deep, without a branch to mispredict.
/// </summary>
internal sealed class FlatTree
{
    private const int MissingGoesRight = 1 << 31;

    private readonly Node[] _nodes;
    private readonly double[] _values;
    private readonly int _depth;
    private readonly Tree? _categorical;

    internal FlatTree(Tree tree)
    {
        _depth = tree.Depth;
        _nodes = new Node[tree.Nodes.Count];
        _values = new double[tree.Nodes.Count];
        if (tree.Nodes.Any(node => node.LeftLevels is not null))
            _categorical = tree;
        else
            LayOut(tree);
    }

    /// <summary>Adds the tree's values to rows' scores.</summary>
    /// <param name="rows">Row-major values; NaN is missing.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="scores">Row-major scores.</param>
    /// <param name="output">The output to add to.</param>
    /// <param name="outputs">Scores per row.</param>
    internal void AddTo(ReadOnlySpan<float> rows, int columns, Span<double> scores, int output, int outputs)
    {
        int count = scores.Length / outputs, row = 0;
        if (_categorical is { } tree)
        {
            for (; row < count; row++)
                scores[row * outputs + output] += tree.Predict(rows.Slice(row * columns, columns));
            return;
        }
        for (; row + 4 <= count; row += 4)
        {
            ReadOnlySpan<float> block = rows.Slice(row * columns, 4 * columns);
            int first = 0, second = 0, third = 0, fourth = 0;
            for (int step = 0; step < _depth; step++)
            {
                first = Next(first, block);
                second = Next(second, block[columns..]);
                third = Next(third, block[(2 * columns)..]);
                fourth = Next(fourth, block[(3 * columns)..]);
            }
            scores[row * outputs + output] += _values[first];
            scores[(row + 1) * outputs + output] += _values[second];
            scores[(row + 2) * outputs + output] += _values[third];
            scores[(row + 3) * outputs + output] += _values[fourth];
        }
        for (; row < count; row++)
        {
            int at = 0;
            for (int step = 0; step < _depth; step++)
                at = Next(at, rows.Slice(row * columns, columns));
            scores[row * outputs + output] += _values[at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(int at, ReadOnlySpan<float> row)
    {
        Node node = _nodes[at];
        float value = row[node.Feature & ~MissingGoesRight];
        // NaN is below nothing.
        int notBelow = value < node.Threshold ? 0 : 1;
        int known = float.IsNaN(value) ? 0 : 1;
        return node.Left + (notBelow & (known | (node.Feature >>> 31)));
    }

    private void LayOut(Tree tree)
    {
        var waiting = new Queue<(int From, int To)>([(0, 0)]);
        int used = 1;
        while (waiting.TryDequeue(out (int From, int To) move))
        {
            TreeNode node = tree.Nodes[move.From];
            _values[move.To] = node.Value;
            if (node.IsLeaf)
            {
                _nodes[move.To] = new Node(float.PositiveInfinity, 0, move.To);
                continue;
            }
            _nodes[move.To] = new Node(node.Threshold, node.Feature | (node.MissingLeft ? 0 : MissingGoesRight), used);
            waiting.Enqueue((node.Left, used++));
            waiting.Enqueue((node.Right, used++));
        }
    }

    /// <param name="Threshold">Below it a row goes left.</param>
    /// <param name="Feature">The column; the sign bit says that missing values go right.</param>
    /// <param name="Left">The left child; the right one follows it.</param>
    private readonly record struct Node(float Threshold, int Feature, int Left);
}
