namespace Fathom.Trees;

/// <summary>Trees whose questions cut between any two values; grown level by level on presorted columns.</summary>
internal sealed class ExactLearner : ITreeLearner
{
    private readonly TrainingData _data;
    private readonly float[][] _columns;
    private readonly SortedColumn[] _sorted;
    private readonly RoundGradients _gradients;
    private readonly LeafValues _leafValues;
    private readonly LinearLeafFitter? _linear;
    private readonly GrowthLimits _limits;
    private readonly Workers _workers;
    private readonly int _outputs;
    private readonly int _seed;
    private readonly float[] _gradient;
    private readonly float[] _hessian;
    private readonly int[] _nodeOfRow;

    internal ExactLearner(GradientBoosting options, TrainingData data, RoundGradients gradients, LeafValues leafValues, int outputs, Workers workers)
    {
        for (int column = 0; column < data.Schema.Count; column++)
        {
            if (data.Schema.Levels[column] is not null)
                throw new ArgumentException($"Feature column {column} ('{data.Schema.NameOf(column)}') holds categories; exact splits take numbers only. Use {nameof(SplitMethod)}.{nameof(SplitMethod.Histogram)}.");
        }
        _data = data;
        _columns = data.Columns[0];
        _gradients = gradients;
        _leafValues = leafValues;
        _linear = LinearLeafFitter.For(options, data, gradients, outputs, workers);
        _limits = leafValues.Limits;
        _workers = workers;
        _outputs = outputs;
        _seed = options.Seed;
        _gradient = new float[data.Rows];
        _hessian = new float[data.Rows];
        _nodeOfRow = new int[data.Rows];
        _sorted = new SortedColumn[_columns.Length];
        workers.For(_sorted.Length, 20L * _sorted.Length * data.Rows, column => _sorted[column] = new SortedColumn(_columns[column]));
    }

    public Tree Learn(int round, int output, int[]? rows, bool[] columns)
    {
        var choice = new ColumnChoice(_limits, columns, _seed, round, output);
        ExactNode root = Start(output, rows, choice);
        RoundGradients.CheckFinite(root.Sums.Gradient, root.Sums.Hessian, round);
        List<ExactNode> nodes = [root];
        for (int first = 0; first < nodes.Count && nodes[first].Depth < _limits.MaxDepth;)
        {
            int next = nodes.Count;
            ChooseSplits(nodes, first, columns);
            for (int i = first; i < next; i++)
                AttachChildren(nodes, nodes[i], choice);
            MoveRows(nodes, first, next);
            SumChildren(nodes, next);
            first = next;
        }
        int[][] rowsOfLeaves = RowsOfLeaves(nodes.Count);
        for (int node = 0; node < nodes.Count; node++)
        {
            if (rowsOfLeaves[node].Length > 0)
                nodes[node].Value = _leafValues.Of(rowsOfLeaves[node], output, nodes[node].Bounds);
        }
        Tree tree = ToTree(nodes);
        if (round > 0 && _linear is not null)
            tree = _linear.Fit(tree, leaf => rowsOfLeaves[leaf], round, output);
        AddToScores(tree, output);
        return tree;
    }

    private ExactNode Start(int output, int[]? rows, ColumnChoice choice)
    {
        for (int row = 0; row < _data.Rows; row++)
        {
            _gradient[row] = _gradients.Gradients[row * _outputs + output];
            _hessian[row] = _gradients.Hessians[row * _outputs + output];
        }
        Array.Fill(_nodeOfRow, rows is null ? 0 : -1);
        foreach (int row in rows ?? [])
            _nodeOfRow[row] = 0;
        List<ExactNode> root = [new(depth: 0) { Columns = choice.Of(0, 0, null) }];
        SumChildren(root, 0);
        return root[0];
    }

    private void SumChildren(List<ExactNode> nodes, int first)
    {
        for (int row = 0; row < _data.Rows; row++)
        {
            if (_nodeOfRow[row] < first)
                continue;
            ExactNode node = nodes[_nodeOfRow[row]];
            node.Sums += new DerivativeSums(_gradient[row], _hessian[row]);
            node.Rows += _hessian[row] > 0 ? 1 : 0;
        }
    }

    private void ChooseSplits(List<ExactNode> nodes, int first, bool[] columns)
    {
        var found = new ExactSplit[_sorted.Length][];
        _workers.For(_sorted.Length, 4L * _sorted.Length * _data.Rows, column =>
            found[column] = columns[column] ? new ExactScanner(_limits, nodes, first, _nodeOfRow, _gradient, _hessian).Scan(column, _sorted[column]) : []);
        foreach (ExactSplit[] splits in found)
        {
            for (int i = 0; i < splits.Length; i++)
            {
                if (splits[i].Feature >= 0 && splits[i].Score > nodes[first + i].Split.Score)
                    nodes[first + i].Split = splits[i];
            }
        }
    }

    private void AttachChildren(List<ExactNode> nodes, ExactNode node, ColumnChoice choice)
    {
        if (node.Split.Feature < 0)
            return;
        if (!node.Split.SeesMissing)
            node.Split = node.Split with { MissingLeft = node.Split.Left.Hessian >= node.Sums.Hessian - node.Split.Left.Hessian };
        node.Left = nodes.Count;
        DerivativeSums left = node.Split.Left, right = node.Sums - left;
        (ValueBounds ofLeft, ValueBounds ofRight) = _limits.Monotone is null ? (node.Bounds, node.Bounds) : node.Bounds.Split(
            _limits.DirectionOf(node.Split.Feature), _limits.Value(left, _limits.L2, node.Bounds), _limits.Value(right, _limits.L2, node.Bounds));
        bool[]? asked = choice.Path(node.Asked, node.Split.Feature);
        foreach (ValueBounds bounds in (ValueBounds[])[ofLeft, ofRight])
            nodes.Add(new(node.Depth + 1) { Bounds = bounds, Asked = asked, Columns = choice.Of(nodes.Count, node.Depth + 1, asked) });
    }

    private void MoveRows(List<ExactNode> nodes, int first, int end) => _workers.ForRows(_data.Rows, 4, (from, to) =>
    {
        for (int row = from; row < to; row++)
        {
            int at = _nodeOfRow[row];
            if (at < first || at >= end || nodes[at].Left == 0)
                continue;
            ExactSplit split = nodes[at].Split;
            float value = _columns[split.Feature][row];
            bool left = float.IsNaN(value) ? split.MissingLeft : value < split.Threshold;
            _nodeOfRow[row] = nodes[at].Left + (left ? 0 : 1);
        }
    });

    /// <summary>Per node the rows that end there, ascending.</summary>
    private int[][] RowsOfLeaves(int nodes)
    {
        ILookup<int, int> rows = Enumerable.Range(0, _data.Rows).Where(row => _nodeOfRow[row] >= 0).ToLookup(row => _nodeOfRow[row]);
        return [.. Enumerable.Range(0, nodes).Select(node => rows[node].ToArray())];
    }

    private Tree ToTree(List<ExactNode> nodes) => new([.. nodes.Select(node => node.Left == 0
        ? new TreeNode { Feature = -1, Value = node.Value, Cover = node.Sums.Hessian }
        : new TreeNode
        {
            Feature = node.Split.Feature,
            Threshold = node.Split.Threshold,
            MissingLeft = node.Split.MissingLeft,
            Left = node.Left,
            Right = node.Left + 1,
            Gain = node.Split.Score - _limits.Score(node.Sums, _limits.L2, node.Bounds),
            Cover = node.Sums.Hessian,
        })]);

    private void AddToScores(Tree tree, int output)
    {
        for (int row = 0; row < _data.Rows; row++)
        {
            int leaf = _nodeOfRow[row];
            _gradients.Scores[row * _outputs + output] += leaf < 0 ? tree.Predict(_columns, row) : tree.Nodes[leaf].ValueOf(_columns, row);
        }
    }
}
