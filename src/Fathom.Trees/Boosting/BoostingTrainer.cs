using System.Diagnostics;

namespace Fathom.Trees;

/// <summary>The boosting loop: derivatives, a tree per output, new scores, the learning curve, and whether to go on.</summary>
internal sealed class BoostingTrainer
{
    private readonly GradientBoosting _options;
    private readonly IObjective _objective;
    private readonly BoostingRun _run;
    private readonly double[] _baseScores;
    private readonly RoundGradients _gradients;
    private readonly RowSampler _rowSampler;
    private readonly ColumnSampler _columnSampler;
    private readonly ITreeLearner _learner;
    private readonly ValidationSet? _validation;
    private readonly LearningCurve _curve;
    private readonly List<Tree> _trees = [];
    private readonly long _started = Stopwatch.GetTimestamp();

    internal BoostingTrainer(GradientBoosting options, IObjective objective, TrainingData data, BoostingRun run)
    {
        objective.CheckLabels(data.Labels);
        _options = options;
        _objective = objective;
        _run = run;
        var workers = new Workers(options.Threads);
        _baseScores = new double[objective.Outputs];
        objective.InitialScores(data.Labels, data.Weights, _baseScores);
        _gradients = new(data, objective, _baseScores, workers);
        _rowSampler = new(options, _gradients, data.Rows, objective.Outputs);
        _columnSampler = new(options.ColumnFraction, data.Schema.Count, options.Seed);
        var leafValues = new LeafValues(objective, _gradients, options.Limits, options.LearningRate);
        _learner = options.Split == SplitMethod.Exact
            ? new ExactLearner(options, data, _gradients, leafValues, objective.Outputs, workers)
            : new HistogramLearner(options, data, _gradients, leafValues, objective.Outputs, workers);
        _validation = run.Validation is { } rows ? new(rows, data.Schema, objective, _baseScores, workers) : null;
        _curve = new(run.EarlyStopping);
    }

    /// <summary>The trees kept so far.</summary>
    internal TreeEnsemble Ensemble => new(_trees.ToArray(), _baseScores);

    internal BoostingHistory Train()
    {
        StopReason stop = Boost();
        if (_run.EarlyStopping is not null)
            _trees.RemoveRange(_curve.BestRound * _objective.Outputs, _trees.Count - _curve.BestRound * _objective.Outputs);
        return new(_curve.Training, _curve.Validation, _trees.Count / _objective.Outputs, stop, Stopwatch.GetElapsedTime(_started));
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
        int[]? rows = _rowSampler.Draw(round);
        var trees = new Tree[_objective.Outputs];
        for (int output = 0; output < trees.Length; output++)
            trees[output] = _learner.Learn(round, output, rows, _columnSampler.Draw(round, output));
        bool isRandom = _options.Sampling is not AllRows || _options.ColumnFraction < 1;
        if (!isRandom && Array.TrueForAll(trees, tree => tree.LeafCount == 1))
            return false;
        for (int output = 0; output < trees.Length; output++)
        {
            _trees.Add(trees[output]);
            _validation?.Add(trees[output], output);
        }
        return true;
    }
}
