using System.Runtime.InteropServices;

namespace Fathom.Trees;

/// <summary>Grows one decision tree: depth-first, or the node with the greatest decrease of impurity first where leaves are limited.</summary>
internal sealed class TreeBuilder<TCriterion> where TCriterion : struct, ICriterion<TCriterion>
{
    private readonly RankedColumns _columns;
    private readonly GrowthRules _rules;
    private readonly NodeSplitter<TCriterion> _splitter;
    private readonly int[] _rows;
    private readonly int[] _spare;
    private readonly double _totalWeight;
    private readonly List<DecisionTreeNode> _nodes = [];
    private readonly List<double> _values = [];
    private readonly CancellationToken _cancellation;

    /// <param name="columns">The inputs.</param>
    /// <param name="rules">When to split.</param>
    /// <param name="criterion">What to lower.</param>
    /// <param name="rows">The rows to learn from, ascending, each with a positive weight; reordered.</param>
    /// <param name="random">Draws columns and cuts.</param>
    /// <param name="workers">Spreads the columns of large nodes over threads.</param>
    /// <param name="cancellation">Ends growing with an exception.</param>
    internal TreeBuilder(RankedColumns columns, GrowthRules rules, TCriterion criterion, int[] rows, SplitMix random, Workers workers, CancellationToken cancellation)
    {
        _columns = columns;
        _rules = rules;
        _rows = rows;
        _spare = new int[rows.Length];
        _cancellation = cancellation;
        _splitter = new(columns, rules, criterion, rows.Length, random, workers);
        criterion.ImpurityOf(rows, out _totalWeight);
    }

    /// <exception cref="OperationCanceledException">The token fired.</exception>
    internal DecisionTree Grow()
    {
        if (_rules.MaxLeafNodes is { } leaves)
            GrowBestFirst(leaves);
        else
            GrowDepthFirst();
        return new(CollectionsMarshal.AsSpan(_nodes), CollectionsMarshal.AsSpan(_values), _splitter.Outputs);
    }

    private void GrowDepthFirst()
    {
        var waiting = new Stack<(NodeRange Range, int Parent, bool IsLeft)>([(new(0, _rows.Length, 0), -1, false)]);
        while (waiting.TryPop(out (NodeRange Range, int Parent, bool IsLeft) next))
        {
            int node = Add(next.Range, next.Parent, next.IsLeft);
            if (Divide(node, next.Range) is not { } split)
                continue;
            Ask(node, split);
            waiting.Push((new(split.Middle, next.Range.End, next.Range.Depth + 1), node, false));
            waiting.Push((new(next.Range.Start, split.Middle, next.Range.Depth + 1), node, true));
        }
    }

    private void GrowBestFirst(int leaves)
    {
        // Equal decreases in the order of their nodes.
        var frontier = new PriorityQueue<(int Node, NodeRange Range, NodeSplit Split), (double, int)>();
        Consider(new(0, _rows.Length, 0), -1, false);
        for (int left = leaves - 1; left > 0 && frontier.TryDequeue(out (int Node, NodeRange Range, NodeSplit Split) best, out _); left--)
        {
            Ask(best.Node, best.Split);
            Consider(new(best.Range.Start, best.Split.Middle, best.Range.Depth + 1), best.Node, true);
            Consider(new(best.Split.Middle, best.Range.End, best.Range.Depth + 1), best.Node, false);
        }

        void Consider(NodeRange range, int parent, bool isLeft)
        {
            int node = Add(range, parent, isLeft);
            if (Divide(node, range) is { } split)
                frontier.Enqueue((node, range, split), (-split.Decrease, node));
        }
    }

    /// <summary>Adds a leaf over some rows.</summary>
    private int Add(NodeRange range, int parent, bool isLeft)
    {
        _cancellation.ThrowIfCancellationRequested();
        int node = _nodes.Count;
        _splitter.Load(_rows.AsSpan(range.Start, range.Count));
        ref TCriterion criterion = ref _splitter.Criterion;
        _nodes.Add(new() { Feature = -1, Left = -1, Right = -1, Impurity = criterion.Impurity, Samples = range.Count, Weight = criterion.Weight });
        CollectionsMarshal.SetCount(_values, _values.Count + criterion.Outputs);
        criterion.WriteValue(CollectionsMarshal.AsSpan(_values)[^criterion.Outputs..]);
        if (parent < 0)
            return node;
        ref DecisionTreeNode above = ref CollectionsMarshal.AsSpan(_nodes)[parent];
        above = isLeft ? above with { Left = node } : above with { Right = node };
        return node;
    }

    /// <summary>Divides the rows of the leaf added last as well as can be; null where it stays a leaf.</summary>
    private NodeSplit? Divide(int node, NodeRange range)
    {
        ref readonly DecisionTreeNode leaf = ref CollectionsMarshal.AsSpan(_nodes)[node];
        if (range.Depth >= _rules.MaxDepth || range.Count < _rules.MinSamplesSplit || range.Count < 2 * _rules.MinSamplesLeaf
            || leaf.Weight < 2 * _rules.MinWeightLeaf || _splitter.Criterion.IsPure)
        {
            return null;
        }
        Span<int> rows = _rows.AsSpan(range.Start, range.Count);
        Cut cut = _splitter.Find(_rows.AsMemory(range.Start, range.Count));
        if (cut.Feature < 0)
            return null;
        int left = RowDivision.Apply(_columns, in cut, rows, _spare);
        bool leftIsHeavier = 2 * cut.WeightLeft >= leaf.Weight;
        // Any split that tells rows apart does where nobody asks how much it gains.
        if (_rules.MinImpurityDecrease <= 0 && _rules.MaxLeafNodes is null)
            return new(cut, range.Start + left, 0, leftIsHeavier);
        double impurityLeft = _splitter.Criterion.ImpurityOf(rows[..left], out double weightLeft);
        double impurityRight = _splitter.Criterion.ImpurityOf(rows[left..], out double weightRight);
        double decrease = (leaf.Weight * leaf.Impurity - weightLeft * impurityLeft - weightRight * impurityRight) / _totalWeight;
        return decrease + Rounding < _rules.MinImpurityDecrease ? null : new(cut, range.Start + left, decrease, leftIsHeavier);
    }

    private void Ask(int node, in NodeSplit split)
    {
        Cut cut = split.Cut;
        int[]? leftLevels = cut.LeftLevels;
        if (leftLevels is not null && split.LeftIsHeavier)
            leftLevels = [.. Enumerable.Range(0, _columns.Levels(cut.Feature)).Except(cut.RightLevels!)];
        ref DecisionTreeNode asked = ref CollectionsMarshal.AsSpan(_nodes)[node];
        asked = asked with
        {
            Feature = cut.Feature,
            Threshold = leftLevels is null ? cut.Threshold ?? _columns.Between(cut.Feature, cut.Rank, cut.NextRank) : 0,
            LeftLevels = leftLevels is null ? null : new CategorySet(leftLevels),
            MissingLeft = cut.MissingLeft ?? split.LeftIsHeavier,
        };
    }

    /// <summary>The least difference from 1 in double precision, as scikit-learn allows for.</summary>
    private const double Rounding = 2.220446049250313e-16;
}
