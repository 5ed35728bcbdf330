namespace Fathom.Trees;

/// <summary>Grows one tree after another on the same rows.</summary>
internal sealed unsafe class TreeGrower
{
    private readonly GrowthLimits _limits;
    private readonly Workers _workers;
    private readonly RowPartition _rows;
    private readonly HistogramPool _pool;
    private readonly HistogramBuilder _builder;

    /// <param name="histogramWords">The 64-bit words of a histogram.</param>
    /// <param name="limits">What bounds the trees.</param>
    /// <param name="rows">The rows to grow on.</param>
    /// <param name="workers">Spreads the work.</param>
    internal TreeGrower(long histogramWords, GrowthLimits limits, RowPartition rows, Workers workers)
    {
        _limits = limits;
        _workers = workers;
        _rows = rows;
        _pool = new(histogramWords);
        _builder = new(rows, _pool, workers);
    }

    /// <summary>Grows a tree on the rows of the partition.</summary>
    /// <param name="data">The rows as bins.</param>
    /// <param name="derivatives">Their derivatives.</param>
    /// <param name="columns">Per column: whether the tree may ask about it.</param>
    /// <param name="choice">Which of them each node may ask about.</param>
    /// <returns>All nodes, parents before children, without leaf values.</returns>
    internal List<GrowingNode> Grow(BinnedMatrix data, RowDerivatives derivatives, bool[] columns, ColumnChoice choice)
    {
        var growth = new Growth(this, data, derivatives, columns, choice);
        switch (_limits.Growth)
        {
            case TreeGrowth.DepthWise: growth.DepthWise(); break;
            case TreeGrowth.LeafWise: growth.LeafWise(); break;
            case TreeGrowth.Symmetric: growth.Symmetric(); break;
        }
        return growth.Nodes;
    }

    /// <summary>The growth of one tree.</summary>
    private sealed class Growth
    {
        private readonly TreeGrower _grower;
        private readonly BinnedMatrix _data;
        private readonly RowDerivatives _derivatives;
        private readonly bool[] _columns;
        private readonly ColumnChoice _choice;
        private readonly SplitScanner? _scanner;

        internal Growth(TreeGrower grower, BinnedMatrix data, RowDerivatives derivatives, bool[] columns, ColumnChoice choice)
        {
            _grower = grower;
            _data = data;
            _derivatives = derivatives;
            _columns = columns;
            _choice = choice;
            _scanner = grower._limits.Growth == TreeGrowth.Symmetric ? null : new(data, derivatives, grower._limits);
            var root = new GrowingNode(0, 0, grower._rows.Count, 0, derivatives.Total(grower._rows.Rows, grower._rows.Count));
            root.Columns = choice.Of(0, 0, null);
            root.CanSplit = CanSplit(root);
            Nodes.Add(root);
            if (root.CanSplit || grower._limits.Growth == TreeGrowth.Symmetric)
                grower._builder.Build(_data.Layout, derivatives, [new HistogramTask(root, null, null, IsKept(root))], _scanner, columns);
        }

        internal List<GrowingNode> Nodes { get; } = [];

        internal void DepthWise()
        {
            List<GrowingNode> level = [Nodes[0]];
            while (level.Count > 0)
            {
                foreach (GrowingNode node in level.Where(node => !node.Split.Exists))
                    Release(node);
                level = Expand([.. level.Where(node => node.Split.Exists)], isLast: false);
            }
        }

        internal void LeafWise()
        {
            int leaves = 1;
            var open = new PriorityQueue<GrowingNode, (double Gain, int Id)>();
            Offer(Nodes[0]);
            while (leaves < _grower._limits.MaxLeaves && open.TryDequeue(out GrowingNode? next, out _))
            {
                leaves++;
                foreach (GrowingNode child in Expand([next], isLast: leaves == _grower._limits.MaxLeaves))
                    Offer(child);
            }
            while (open.TryDequeue(out GrowingNode? rest, out _))
                Release(rest);

            void Offer(GrowingNode node)
            {
                if (node.Split.Exists)
                    open.Enqueue(node, (-node.Split.Gain, node.Id));
                else
                    Release(node);
            }
        }

        internal void Symmetric()
        {
            var scanner = new SymmetricScanner(_data, _derivatives, _grower._limits, _grower._workers);
            List<GrowingNode> level = [Nodes[0]];
            for (int depth = 0; depth < _grower._limits.MaxDepth && level.TrueForAll(node => node.Histogram is not null) && scanner.Choose(level); depth++)
                level = Expand(level, isLast: depth + 1 == _grower._limits.MaxDepth);
            level.ForEach(Release);
        }

        /// <summary>Splits nodes and, unless they are the last, finds the best questions for their children.</summary>
        private List<GrowingNode> Expand(List<GrowingNode> nodes, bool isLast)
        {
            var lefts = new int[nodes.Count];
            long rows = nodes.Sum(node => (long)node.Count);
            if (nodes.Count == 1)
                lefts[0] = _grower._rows.Split(nodes[0], _data);
            else
                _grower._workers.For(nodes.Count, rows, i => lefts[i] = _grower._rows.Split(nodes[i], _data));

            var children = new List<GrowingNode>(2 * nodes.Count);
            var tasks = new List<HistogramTask>(nodes.Count);
            for (int i = 0; i < nodes.Count; i++)
            {
                (GrowingNode left, GrowingNode right) = Attach(nodes[i], lefts[i]);
                children.Add(left);
                children.Add(right);
                if (!isLast && Plan(nodes[i], left, right) is { } task)
                    tasks.Add(task);
                else
                    _grower._pool.Return(nodes[i].Histogram);
                nodes[i].Histogram = null;
            }
            _grower._builder.Build(_data.Layout, _derivatives, tasks, _scanner, _columns);
            return children;
        }

        private (GrowingNode Left, GrowingNode Right) Attach(GrowingNode parent, int leftCount)
        {
            int middle = parent.Begin + leftCount;
            GrowthLimits limits = _grower._limits;
            DerivativeSums leftSums = parent.Split.Left, rightSums = parent.Sums - parent.Split.Left;
            (ValueBounds leftBounds, ValueBounds rightBounds) = limits.Monotone is null ? (ValueBounds.None, ValueBounds.None) : parent.Bounds.Split(
                limits.DirectionOf(parent.Split.Feature), limits.Value(leftSums, limits.L2, parent.Bounds), limits.Value(rightSums, limits.L2, parent.Bounds));
            bool[]? asked = _choice.Path(parent.Asked, parent.Split.Feature);
            var left = new GrowingNode(Nodes.Count, parent.Begin, middle, parent.Depth + 1, leftSums) { Bounds = leftBounds, Asked = asked };
            var right = new GrowingNode(Nodes.Count + 1, middle, parent.End, parent.Depth + 1, rightSums) { Bounds = rightBounds, Asked = asked };
            (left.CanSplit, right.CanSplit) = (CanSplit(left), CanSplit(right));
            left.Columns = _choice.Of(left.Id, left.Depth, asked);
            right.Columns = _choice.Of(right.Id, right.Depth, asked);
            Nodes.Add(parent.Left = left);
            Nodes.Add(parent.Right = right);
            return (left, right);
        }

        private HistogramTask? Plan(GrowingNode parent, GrowingNode left, GrowingNode right)
        {
            (GrowingNode smaller, GrowingNode larger) = left.Count <= right.Count ? (left, right) : (right, left);
            if (larger.CanSplit || _grower._limits.Growth == TreeGrowth.Symmetric)
                return new HistogramTask(smaller, larger, parent.Histogram, IsKept(smaller));
            if (!smaller.CanSplit)
                return null;
            _grower._pool.Return(parent.Histogram);
            return new HistogramTask(smaller, null, null, IsKept(smaller));
        }

        /// <summary>Whether a node's children could split: theirs are the only histograms that subtract from its own.</summary>
        private bool IsKept(GrowingNode node) => _grower._limits.Growth == TreeGrowth.Symmetric || node.Depth + 1 < _grower._limits.MaxDepth;

        private bool CanSplit(GrowingNode node) =>
            node.Depth < _grower._limits.MaxDepth && node.Count >= Math.Max(2L, 2L * _grower._limits.MinLeafRows) && node.Sums.Hessian >= 2 * _grower._limits.MinChildWeight;

        private void Release(GrowingNode node)
        {
            _grower._pool.Return(node.Histogram);
            node.Histogram = null;
        }
    }
}
