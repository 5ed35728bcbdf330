namespace Fathom.Trees;

/// <summary>Trees whose questions cut between bins.</summary>
internal sealed class HistogramLearner : ITreeLearner
{
    private readonly BinnedMatrix[] _orders;
    private readonly RoundGradients _gradients;
    private readonly LeafValues _leafValues;
    private readonly RowPartition _partition;
    private readonly GradientQuantizer _quantizer;
    private readonly TreeGrower _grower;
    private readonly Workers _workers;
    private readonly int _outputs;

    internal HistogramLearner(GradientBoosting options, TrainingData data, RoundGradients gradients, LeafValues leafValues, int outputs, Workers workers)
    {
        int[] levels = [.. Enumerable.Range(0, data.Schema.Count).Select(data.Schema.SplitLevels)];
        var first = BinnedMatrix.Learn(data.Columns[0], levels, options.Bins, options.Seed, workers);
        _orders = [first, .. data.Columns.Skip(1).Select(columns => first.With(data.Columns[0], columns, workers))];
        _gradients = gradients;
        _leafValues = leafValues;
        _outputs = outputs;
        _workers = workers;
        _partition = new(data.Rows, workers);
        _quantizer = new(gradients, _partition, outputs, options.Seed, workers);
        _grower = new(first.GroupCount, leafValues.Limits, _partition, workers);
    }

    public Tree Learn(int round, int output, int[]? rows, bool[] columns)
    {
        if (rows is null)
            _partition.Reset();
        else
            _partition.Reset(rows);
        BinnedMatrix binned = _orders[round % _orders.Length];
        FixedPointScale scale = _quantizer.Pack(round, output);
        var grown = new BinnedTree(_grower.Grow(binned, scale, columns), binned);
        GrowingNode[] leaves = [.. grown.Leaves];
        _workers.For(leaves.Length, 4L * _partition.Count, leaf => leaves[leaf].Value = _leafValues.Of(RowsOf(leaves[leaf]), output));
        if (_partition.IsComplete)
            AddToLeaves(leaves, output);
        else
            AddToAll(grown, output);
        return grown.ToTree(scale);
    }

    private ReadOnlySpan<int> RowsOf(GrowingNode leaf) => _partition.Rows.AsSpan(leaf.Begin, leaf.Count);

    private void AddToLeaves(GrowingNode[] leaves, int output) => _workers.For(leaves.Length, _partition.Count, leaf =>
    {
        double[] scores = _gradients.Scores;
        double value = leaves[leaf].Value;
        foreach (int row in RowsOf(leaves[leaf]))
            scores[row * _outputs + output] += value;
    });

    private void AddToAll(BinnedTree grown, int output) => _workers.ForRows(_orders[0].Rows, 10, (start, end) =>
    {
        double[] scores = _gradients.Scores;
        for (int row = start; row < end; row++)
            scores[row * _outputs + output] += grown.ValueOf(row);
    });
}
