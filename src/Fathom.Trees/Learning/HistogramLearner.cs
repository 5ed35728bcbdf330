using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>Trees whose questions cut between bins.</summary>
internal sealed unsafe class HistogramLearner : ITreeLearner
{
    private readonly BinnedMatrix[] _orders;
    private readonly RoundGradients _gradients;
    private readonly LeafValues _leafValues;
    private readonly RowPartition _partition;
    private readonly PackedDerivatives _packed;
    private readonly GradientQuantizer _quantizer;
    private readonly TreeGrower _grower;
    private readonly GrowthLimits _limits;
    private readonly Workers _workers;
    private readonly LinearLeafFitter? _linear;
    private readonly TrainingData _data;
    private readonly int _outputs;
    private readonly int _seed;
    private (DoubleDerivatives Derivatives, TreeGrower Grower)? _precise;

    internal HistogramLearner(GradientBoosting options, TrainingData data, RoundGradients gradients, LeafValues leafValues, int outputs, Workers workers)
    {
        int[] levels = [.. Enumerable.Range(0, data.Schema.Count).Select(data.Schema.SplitLevels)];
        bool[] varies = [.. Enumerable.Range(0, data.Schema.Count).Select(column => data.Columns.Any(order => order[column] != data.Columns[0][column]))];
        var first = BinnedMatrix.Learn(data.Columns[0], levels, varies, options.Bins, options.Seed, workers);
        _orders = [first, .. data.Columns.Skip(1).Select(columns => first.With(data.Columns[0], columns, workers))];
        _gradients = gradients;
        _leafValues = leafValues;
        _linear = LinearLeafFitter.For(options, data, gradients, outputs, workers);
        _data = data;
        _outputs = outputs;
        _seed = options.Seed;
        _limits = leafValues.Limits;
        _workers = workers;
        _partition = new(data.Rows, workers);
        _packed = new(data.Rows);
        _quantizer = new(gradients, _partition, _packed, outputs, options.Seed, workers);
        _grower = new(first.Layout.Bins, _limits, _partition, workers);
    }

    public Tree Learn(int round, int output, int[]? rows, bool[] columns)
    {
        if (rows is null)
            _partition.Reset();
        else
            _partition.Reset(rows);
        BinnedMatrix binned = _orders[round % _orders.Length];
        var choice = new ColumnChoice(_limits, columns, _seed, round, output);
        List<GrowingNode> nodes = _quantizer.Pack(round, output)
            ? _grower.Grow(binned, _packed, columns, choice)
            : GrowPrecisely(binned, output, columns, choice);
        var grown = new BinnedTree(nodes, binned);
        bool isLinear = round > 0 && _linear is not null;
        _workers.For(grown.Leaves.Length, 8L * _partition.Count, leaf => SetValue(grown.Leaves[leaf], output, addsToScores: !isLinear));
        if (isLinear)
            return FitLinearly(grown, nodes, round, output);
        if (_partition.OtherCount > 0)
            AddToOthers(grown.Leaves, new BinnedTreeRouter(nodes, binned, _partition), output);
        return grown.ToTree();
    }

    /// <summary>Without rounding: for rows of very different weight.</summary>
    private List<GrowingNode> GrowPrecisely(BinnedMatrix binned, int output, bool[] columns, ColumnChoice choice)
    {
        _precise ??= (new(_gradients.Gradients, _gradients.Hessians, _outputs), new(2L * binned.Layout.Bins, _limits, _partition, _workers));
        _precise.Value.Derivatives.Output = output;
        return _precise.Value.Grower.Grow(binned, _precise.Value.Derivatives, columns, choice);
    }

    private void SetValue(GrowingNode leaf, int output, bool addsToScores)
    {
        ReadOnlySpan<int> rows = _partition.Of(leaf);
        leaf.Value = _leafValues.Of(rows, output, leaf.Bounds);
        if (addsToScores)
            Add(leaf.Value, rows, _gradients.Scores, output, _outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(double value, ReadOnlySpan<int> rows, double[] scores, int output, int outputs)
    {
        foreach (int row in rows)
            scores[row * outputs + output] += value;
    }

    /// <summary>Makes the leaves of a tree with constant ones linear, and adds them to the scores of all rows.</summary>
    private Tree FitLinearly(BinnedTree grown, List<GrowingNode> nodes, int round, int output)
    {
        Tree tree = _linear!.Fit(grown.ToTree(), leaf => _partition.Of(nodes[leaf]), round, output);
        float[][] columns = _data.ColumnsOf(round);
        double[] scores = _gradients.Scores;
        _workers.For(grown.Leaves.Length, 8L * _partition.Count, leaf =>
        {
            TreeNode node = tree.Nodes[grown.Leaves[leaf].Id];
            foreach (int row in _partition.Of(grown.Leaves[leaf]))
                scores[row * _outputs + output] += node.ValueOf(columns, row);
        });
        int first = _partition.Count;
        _workers.ForRows(_partition.OtherCount, 20, (start, end) =>
        {
            foreach (int row in _partition.Between(first + start, first + end))
                scores[row * _outputs + output] += tree.Predict(columns, row);
        });
        return tree;
    }

    private void AddToOthers(GrowingNode[] leaves, BinnedTreeRouter router, int output)
    {
        int first = _partition.Count;
        _workers.ForRows(_partition.OtherCount, 10, (start, end) =>
        {
            (int Begin, int End)[] runs = router.Route(first + start, first + end);
            foreach (GrowingNode leaf in leaves)
                Add(leaf.Value, _partition.Between(runs[leaf.Id].Begin, runs[leaf.Id].End), _gradients.Scores, output, _outputs);
        });
    }
}
