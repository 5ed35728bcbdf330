using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fathom.Trees;

/// <summary>
/// Trees laid out for walking down: 12 bytes a node, levels one after another, siblings side by side, leaves that lead to themselves.
/// Eight walks go on at once, over eight trees or eight rows, without a branch to mispredict.
/// </summary>
internal sealed class FlatForest
{
    private const int Walks = 8;
    private const int AsksForLevels = 1 << 31;

    private readonly Node[] _nodes;
    private readonly double[] _values;
    private readonly int[] _roots;
    private readonly int[] _depths;
    private readonly (CategorySet Left, bool MissingLeft)[] _sets;

    /// <param name="trees">The trees.</param>
    /// <param name="block">How rows are laid out; gets the slots that the questions need.</param>
    internal FlatForest(IReadOnlyList<Tree> trees, RowBlock block)
    {
        var nodes = new List<Node>();
        var values = new List<double>();
        var sets = new List<(CategorySet, bool)>();
        _roots = new int[trees.Count];
        _depths = new int[trees.Count];
        for (int i = 0; i < trees.Count; i++)
        {
            _roots[i] = nodes.Count;
            _depths[i] = trees[i].Depth;
            LayOut(trees[i], block, nodes, values, sets);
        }
        _nodes = [.. nodes];
        _values = [.. values];
        _sets = [.. sets];
    }

    /// <summary>Adds all trees' values to one row's scores, tree i to score i modulo their number.</summary>
    /// <param name="slots">The row, one value per slot.</param>
    /// <param name="scores">One score per output.</param>
    internal void AddTo(ReadOnlySpan<float> slots, Span<double> scores)
    {
        ref float values = ref MemoryMarshal.GetReference(slots);
        int tree = 0, output = 0;
        for (; tree + Walks <= _roots.Length; tree += Walks)
        {
            ReadOnlySpan<int> roots = _roots.AsSpan(tree, Walks), depths = _depths.AsSpan(tree, Walks);
            int a = roots[0], b = roots[1], c = roots[2], d = roots[3], e = roots[4], f = roots[5], g = roots[6], h = roots[7];
            int steps = 0;
            foreach (int depth in depths)
                steps = Math.Max(steps, depth);
            for (int before = 0, now = -1; steps > 0 && now != before; steps--)
            {
                before = a + b + c + d + e + f + g + h;
                a = Next(a, ref values, 0);
                b = Next(b, ref values, 0);
                c = Next(c, ref values, 0);
                d = Next(d, ref values, 0);
                e = Next(e, ref values, 0);
                f = Next(f, ref values, 0);
                g = Next(g, ref values, 0);
                h = Next(h, ref values, 0);
                // Children stand after their parents: an unchanged sum means that all are leaves.
                now = a + b + c + d + e + f + g + h;
            }
            Add(a, scores, ref output);
            Add(b, scores, ref output);
            Add(c, scores, ref output);
            Add(d, scores, ref output);
            Add(e, scores, ref output);
            Add(f, scores, ref output);
            Add(g, scores, ref output);
            Add(h, scores, ref output);
        }
        for (; tree < _roots.Length; tree++)
            Add(LeafOf(tree, ref values, 0), scores, ref output);
    }

    /// <summary>Adds one tree's values to the scores of a block's rows.</summary>
    /// <param name="tree">The tree's number.</param>
    /// <param name="block">Up to 64 rows, slot after slot.</param>
    /// <param name="scores">Row-major scores.</param>
    /// <param name="output">The output to add to.</param>
    /// <param name="outputs">Scores per row.</param>
    internal void AddTo(int tree, ReadOnlySpan<float> block, Span<double> scores, int output, int outputs)
    {
        const int Shift = RowBlock.RowsShift;
        int count = scores.Length / outputs, row = 0, root = _roots[tree];
        for (; row + Walks <= count; row += Walks)
        {
            ref float values = ref Unsafe.Add(ref MemoryMarshal.GetReference(block), row);
            int a = root, b = root, c = root, d = root, e = root, f = root, g = root, h = root;
            for (int before = 0, now = -1; now != before;)
            {
                before = a + b + c + d + e + f + g + h;
                a = Next(a, ref values, Shift);
                b = Next(b, ref Unsafe.Add(ref values, 1), Shift);
                c = Next(c, ref Unsafe.Add(ref values, 2), Shift);
                d = Next(d, ref Unsafe.Add(ref values, 3), Shift);
                e = Next(e, ref Unsafe.Add(ref values, 4), Shift);
                f = Next(f, ref Unsafe.Add(ref values, 5), Shift);
                g = Next(g, ref Unsafe.Add(ref values, 6), Shift);
                h = Next(h, ref Unsafe.Add(ref values, 7), Shift);
                now = a + b + c + d + e + f + g + h;
            }
            int at = row * outputs + output;
            scores[at] += _values[a];
            scores[at + outputs] += _values[b];
            scores[at + 2 * outputs] += _values[c];
            scores[at + 3 * outputs] += _values[d];
            scores[at + 4 * outputs] += _values[e];
            scores[at + 5 * outputs] += _values[f];
            scores[at + 6 * outputs] += _values[g];
            scores[at + 7 * outputs] += _values[h];
        }
        for (; row < count; row++)
            scores[row * outputs + output] += _values[LeafOf(tree, ref Unsafe.Add(ref MemoryMarshal.GetReference(block), row), Shift)];
    }

    private int LeafOf(int tree, ref float values, int shift)
    {
        int at = _roots[tree], before = -1;
        while (at != before)
        {
            before = at;
            at = Next(at, ref values, shift);
        }
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int leaf, Span<double> scores, ref int output)
    {
        scores[output] += _values[leaf];
        if (++output == scores.Length)
            output = 0;
    }

    /// <param name="at">A node; every node leads to nodes of the forest, so its number needs no check.</param>
    /// <param name="values">The row's value in slot 0.</param>
    /// <param name="shift">Base-2 logarithm of the values per slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(int at, ref float values, int shift)
    {
        ref Node node = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_nodes), at);
        if (node.Slot < 0)
            return NextByLevel(in node, Unsafe.Add(ref values, (node.Slot & ~AsksForLevels) << shift));
        return node.Left + (Unsafe.Add(ref values, node.Slot << shift) < node.Threshold ? 0 : 1);
    }

    private int NextByLevel(ref readonly Node node, float code)
    {
        (CategorySet left, bool missingLeft) = _sets[BitConverter.SingleToInt32Bits(node.Threshold)];
        return node.Left + ((float.IsNaN(code) ? missingLeft : left.Contains((int)code)) ? 0 : 1);
    }

    private static void LayOut(Tree tree, RowBlock block, List<Node> nodes, List<double> values, List<(CategorySet, bool)> sets)
    {
        int used = nodes.Count + 1;
        var waiting = new Queue<int>([0]);
        while (waiting.TryDequeue(out int from))
        {
            TreeNode node = tree.Nodes[from];
            values.Add(node.Value);
            if (node.IsLeaf)
            {
                // Nothing is below NaN: the walk goes on to the node right of the one before, which is this one.
                nodes.Add(new(float.NaN, 0, nodes.Count - 1));
                continue;
            }
            if (node.LeftLevels is { } levels)
            {
                nodes.Add(new(BitConverter.Int32BitsToSingle(sets.Count), block.SlotOf(node.Feature, RowBlock.SlotKind.Values) | AsksForLevels, used));
                sets.Add((levels, node.MissingLeft));
            }
            else
            {
                nodes.Add(new(node.Threshold, block.SlotOf(node.Feature, node.MissingLeft ? RowBlock.SlotKind.MissingLowest : RowBlock.SlotKind.Values), used));
            }
            waiting.Enqueue(node.Left);
            waiting.Enqueue(node.Right);
            used += 2;
        }
    }

    /// <param name="Threshold">Below it a row goes left; where the question is about levels, the bits of the number of their set.</param>
    /// <param name="Slot">Where the value lies; the sign bit says that the question is about levels.</param>
    /// <param name="Left">The left child; the right one follows it.</param>
    private readonly record struct Node(float Threshold, int Slot, int Left);
}
