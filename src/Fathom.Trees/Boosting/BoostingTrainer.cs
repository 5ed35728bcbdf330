using System.Diagnostics;

namespace Fathom.Trees;

/// <summary>The boosting loop: derivatives, a tree per output, new scores, the learning curve, and whether to go on.</summary>
internal sealed class BoostingTrainer
{
    private readonly GradientBoosting _options;
    private readonly IObjective _objective;
    private readonly TrainingData _data;
    private readonly BoostingRun _run;
    private readonly Workers _workers;
    private readonly GrowthLimits _limits;
    private readonly double[] _baseScores;
    private readonly RoundGradients _gradients;
    private readonly RowPartition _partition;
    private readonly RowSampler _rowSampler;
    private readonly ColumnSampler _columnSampler;
    private readonly GradientQuantizer _quantizer;
    private readonly TreeGrower _grower;
    private readonly ValidationSet? _validation;
    private readonly LearningCurve _curve;
    private readonly List<Tree> _trees = [];

    internal BoostingTrainer(GradientBoosting options, IObjective objective, TrainingData data, BoostingRun run)
    {
        objective.CheckLabels(data.Labels);
        _options = options;
        _objective = objective;
        _data = data;
        _run = run;
        _workers = new(options.Threads);
        _baseScores = new double[objective.Outputs];
        objective.InitialScores(data.Labels, data.Weights, _baseScores);
        _gradients = new(data, objective, _baseScores, _workers);
        _partition = new(data.Binned.Rows, _workers);
        _rowSampler = new(options, _gradients, _partition, data.Binned.Rows, objective.Outputs);
        _columnSampler = new(options.ColumnFraction, data.Binned.FeatureCount, options.Seed);
        _quantizer = new(_gradients, _partition, objective.Outputs, options.Seed, _workers);
        _limits = options.Limits;
        _grower = new(data.Binned, _limits, _partition, _workers);
        _validation = run.Validation is { } rows ? new(rows, data, objective, _baseScores, _workers) : null;
        _curve = new(run.EarlyStopping);
    }

    /// <summary>The trees kept so far.</summary>
    internal TreeEnsemble Ensemble => new(_trees.ToArray(), _baseScores);

    internal BoostingHistory Train()
    {
        long started = Stopwatch.GetTimestamp();
        StopReason stop = Boost();
        if (_run.EarlyStopping is not null)
            _trees.RemoveRange(_curve.BestRound * _objective.Outputs, _trees.Count - _curve.BestRound * _objective.Outputs);
        return new(_curve.Training, _curve.Validation, _trees.Count / _objective.Outputs, stop, Stopwatch.GetElapsedTime(started));
    }

    private StopReason Boost()
    {
        for (int round = 0; round < _options.Trees; round++)
        {
            if (_run.Cancellation.IsCancellationRequested)
                return StopReason.Cancelled;
            if (!AddRound(round))
                return StopReason.NothingToLearn;
            if (_validation is not null)
                _curve.Add(_gradients.Loss(), _validation.Loss());
            _run.Progress?.Report(new(round + 1, _options.Trees, _curve.Validation.Count > 0 ? _curve.Validation[^1] : null));
            if (_curve.ShouldStop)
                return StopReason.EarlyStopping;
        }
        return StopReason.Completed;
    }

    /// <summary>Adds one tree per output; returns false, and adds none, where no tree asks anything and the next round could not differ.</summary>
    private bool AddRound(int round)
    {
        _gradients.Update();
        _rowSampler.Draw(round);
        var trees = new (BinnedTree Grown, Tree Tree)[_objective.Outputs];
        for (int output = 0; output < trees.Length; output++)
            trees[output] = GrowTree(round, output);
        bool isRandom = _options.Sampling is not AllRows || _options.ColumnFraction < 1;
        if (!isRandom && Array.TrueForAll(trees, tree => tree.Grown.IsRoot))
            return false;
        for (int output = 0; output < trees.Length; output++)
        {
            _trees.Add(trees[output].Tree);
            _validation?.Add(trees[output].Grown, output);
        }
        return true;
    }

    private (BinnedTree Grown, Tree Tree) GrowTree(int round, int output)
    {
        _rowSampler.Start();
        FixedPointScale scale = _quantizer.Pack(round, output);
        var grown = new BinnedTree(_grower.Grow(scale, _columnSampler.Draw(round, output)), _data.Binned);
        GrowingNode[] leaves = [.. grown.Leaves];
        _workers.For(leaves.Length, 4L * _partition.Count, leaf => SetValue(leaves[leaf], output));
        AddToScores(grown, leaves, output);
        return (grown, grown.ToTree(scale));
    }

    /// <summary>Leaf values come from the derivatives or residuals themselves, not from their rounded sums.</summary>
    private void SetValue(GrowingNode leaf, int output)
    {
        ReadOnlySpan<int> rows = _partition.Rows.AsSpan(leaf.Begin, leaf.Count);
        double value = _objective is ILeafRefit refit && rows.Length > 0
            ? refit.LeafValue(_gradients.Residuals(rows), _gradients.Weights(rows))
            : NewtonStep(rows, output);
        leaf.Value = _options.LearningRate * value;
    }

    private double NewtonStep(ReadOnlySpan<int> rows, int output)
    {
        int outputs = _objective.Outputs;
        double gradient = 0, hessian = 0;
        foreach (int row in rows)
        {
            gradient += _gradients.Gradients[row * outputs + output];
            hessian += _gradients.Hessians[row * outputs + output];
        }
        return _limits.LeafValue(gradient, hessian);
    }

    private void AddToScores(BinnedTree grown, GrowingNode[] leaves, int output)
    {
        int outputs = _objective.Outputs;
        double[] scores = _gradients.Scores;
        if (_partition.IsComplete)
        {
            _workers.For(leaves.Length, _partition.Count, leaf =>
            {
                foreach (int row in _partition.Rows.AsSpan(leaves[leaf].Begin, leaves[leaf].Count))
                    scores[row * outputs + output] += leaves[leaf].Value;
            });
            return;
        }
        _workers.ForRows(_data.Binned.Rows, 10, (start, end) =>
        {
            for (int row = start; row < end; row++)
                scores[row * outputs + output] += grown.ValueOf(_data.Binned, row);
        });
    }
}
