namespace Fathom.Trees;

/// <summary>Isolates rows by random questions (Liu, Ting &amp; Zhou 2008, algorithm 2). A node's value is the path length it stands for.</summary>
/// <param name="columns">Numbers or level codes; NaN is missing.</param>
/// <param name="levels">The number of levels of each column; 0 for numbers.</param>
internal sealed class IsolationTreeBuilder(float[][] columns, int[] levels)
{
    private readonly ColumnDraw _draw = new(columns.Length);
    private readonly List<DecisionTreeNode> _nodes = [];
    private readonly List<double> _values = [];

    /// <param name="rows">The sample; reordered.</param>
    /// <param name="random">Draws columns and cuts.</param>
    internal DecisionTree Grow(int[] rows, SplitMix random)
    {
        _nodes.Clear();
        _values.Clear();
        int deepest = (int)Math.Ceiling(Math.Log2(Math.Max(2, rows.Length)));
        var waiting = new Stack<(NodeRange Range, int Parent, bool IsLeft)>([(new(0, rows.Length, 0), -1, false)]);
        while (waiting.TryPop(out (NodeRange Range, int Parent, bool IsLeft) next))
        {
            (NodeRange range, int node) = (next.Range, _nodes.Count);
            _nodes.Add(new() { Feature = -1, Left = -1, Right = -1, Samples = range.Count, Weight = range.Count });
            _values.Add(range.Depth + PathLength.Mean(range.Count));
            if (next.Parent >= 0)
                _nodes[next.Parent] = next.IsLeft ? _nodes[next.Parent] with { Left = node } : _nodes[next.Parent] with { Right = node };
            if (range.Depth >= deepest || range.Count < 2 || Ask(node, rows.AsSpan(range.Start, range.Count), ref random) is not { } left)
                continue;
            waiting.Push((new(range.Start + left, range.End, range.Depth + 1), node, false));
            waiting.Push((new(range.Start, range.Start + left, range.Depth + 1), node, true));
        }
        return new([.. _nodes], [.. _values], 1);
    }

    /// <summary>Asks about a random column that tells rows of the node apart.</summary>
    /// <returns>The number of rows on the left; null where no column does.</returns>
    private int? Ask(int node, Span<int> rows, ref SplitMix random)
    {
        for (_draw.Start(); !_draw.IsEmpty;)
        {
            int column = _draw.Next(ref random);
            DecisionTreeNode? question = levels[column] > 0 ? Levels(column, rows, ref random) : Numbers(column, rows, ref random);
            if (question is not { } asked)
                continue;
            var known = new List<int>(rows.Length);
            var missing = new List<int>();
            foreach (int row in rows)
                (float.IsNaN(columns[column][row]) ? missing : known).Add(row);
            List<int> left = known.FindAll(row => asked.LeftLevels?.Contains((int)columns[column][row]) ?? columns[column][row] <= asked.Threshold);
            List<int> right = known.FindAll(row => !(asked.LeftLevels?.Contains((int)columns[column][row]) ?? columns[column][row] <= asked.Threshold));
            asked = asked with { MissingLeft = left.Count >= right.Count };
            (asked.MissingLeft ? left : right).AddRange(missing);
            left.CopyTo(rows);
            right.CopyTo(rows[left.Count..]);
            _nodes[node] = _nodes[node] with { Feature = column, Threshold = asked.Threshold, LeftLevels = asked.LeftLevels, MissingLeft = asked.MissingLeft };
            return left.Count;
        }
        return null;
    }

    private DecisionTreeNode? Numbers(int column, ReadOnlySpan<int> rows, ref SplitMix random)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (int row in rows)
        {
            // Comparisons with NaN are false.
            float value = columns[column][row];
            least = value < least ? value : least;
            greatest = value > greatest ? value : greatest;
        }
        if (!(least < greatest))
            return null;
        double threshold = least + random.Uniform() * (greatest - least);
        return new() { Feature = column, Threshold = threshold < greatest ? threshold : least };
    }

    private DecisionTreeNode? Levels(int column, ReadOnlySpan<int> rows, ref SplitMix random)
    {
        var present = new SortedSet<int>();
        foreach (int row in rows)
        {
            if (!float.IsNaN(columns[column][row]))
                present.Add((int)columns[column][row]);
        }
        if (present.Count < 2)
            return null;
        int[] order = [.. present];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int with = random.Below(i + 1);
            (order[i], order[with]) = (order[with], order[i]);
        }
        return new() { Feature = column, LeftLevels = new CategorySet(order.AsSpan(0, 1 + random.Below(order.Length - 1))) };
    }
}
