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
    private readonly ValidationSet[] _validation;
    private readonly LearningCurve _curve;
    private readonly DartScores? _dart;
    private readonly List<Tree> _trees;
    private readonly int _firstRound;
    private readonly bool _isRandom;
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Prepares a fit.</summary>
    /// <param name="options">The estimator.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="run">How the fit is watched and ended.</param>
    /// <param name="start">The trees to go on from, or null.</param>
    internal BoostingTrainer(GradientBoosting options, IObjective objective, TrainingData data, BoostingRun run, TreeEnsemble? start)
    {
        _options = options;
        _objective = objective;
        _run = run;
        var workers = new Workers(options.Threads);
        _baseScores = new double[objective.Outputs];
        if (start is not null)
            _baseScores = [.. start.BaseScores];
        else if (data.BaseMargin is null)
            objective.InitialScores(data.Labels, data.Weights, _baseScores);
        _trees = [.. start?.Trees ?? []];
        _firstRound = start?.Rounds ?? 0;
        _gradients = new(data, objective, _baseScores, workers);
        _rowSampler = new(options, _gradients, data.Rows, objective.Outputs, workers);
        _columnSampler = new(options.ColumnFraction, data.Schema.Count, options.Seed);
        var leafValues = new LeafValues(objective, _gradients, options.LimitsFor(objective, data.Schema), options.LearningRate);
        _learner = options.Split == SplitMethod.Exact
            ? new ExactLearner(options, data, _gradients, leafValues, objective.Outputs, workers)
            : new HistogramLearner(options, data, _gradients, leafValues, objective.Outputs, workers);
        _isRandom = options.Sampling is not AllRows || options.ColumnFraction < 1 || options.ColumnFractionPerLevel < 1 || options.ColumnFractionPerNode < 1 || options.Dart is not null || data.Columns.Length > 1;
        _validation = [.. run.Validation.Select(set => new ValidationSet(set, data.Schema, objective, _baseScores, workers))];
        _curve = new(run.EarlyStopping, _validation.Length);
        if (_firstRound > 0)
            Replay(data, workers);
        _dart = options.Dart is { } dart
            ? new(new(dart, options.LearningRate, options.Seed, _firstRound), new(data, _gradients.Scores, objective.Outputs, workers), _validation, _trees, objective.Outputs)
            : null;
    }

    /// <summary>The trees kept so far.</summary>
    internal TreeEnsemble Ensemble => new(_dart?.Scaled() ?? [.. _trees], _baseScores);

    /// <summary>Adds rounds.</summary>
    internal BoostingHistory Train(int rounds)
    {
        StopReason stop = Boost(rounds);
        if (_run.EarlyStopping is not null)
        {
            int kept = (_firstRound + _curve.BestRound) * _objective.Outputs;
            _trees.RemoveRange(kept, _trees.Count - kept);
            _dart?.Recall();
        }
        return new()
        {
            TrainingLoss = _curve.Training,
            ValidationLosses = _curve.Validation,
            ValidationMetric = _curve.Metric,
            Rounds = _trees.Count / _objective.Outputs,
            Stop = stop,
            Elapsed = Stopwatch.GetElapsedTime(_started),
        };
    }

    private StopReason Boost(int rounds)
    {
        TimeSpan before = Stopwatch.GetElapsedTime(_started), longest = TimeSpan.Zero;
        for (int round = _firstRound; round < _firstRound + rounds; round++)
        {
            if (_run.Cancellation.IsCancellationRequested)
                return StopReason.Cancelled;
            if (before + longest >= _run.TimeBudget)
                return StopReason.TimeBudget;
            if (!AddRound(round))
                return StopReason.NothingToLearn;
            Watch();
            TimeSpan now = Stopwatch.GetElapsedTime(_started);
            (longest, before) = (now - before > longest ? now - before : longest, now);
            _run.Progress?.Report(new(
                round + 1, _firstRound + rounds, Last(_curve.Validation.Count > 0 ? _curve.Validation[0] : []), Last(_curve.Metric), now));
            if (_curve.ShouldStop)
                return StopReason.EarlyStopping;
        }
        return StopReason.Completed;
    }

    private static double? Last(IReadOnlyList<double> values) => values.Count > 0 ? values[^1] : null;

    private void Watch()
    {
        if (_validation.Length > 0 && _curve.Add(_gradients.Loss(), Array.ConvertAll(_validation, set => set.Loss()), Metric()))
            _dart?.Remember();
    }

    private double? Metric() => _run.EarlyStopping?.Metric is { } metric ? _validation[0].Measure(metric) : null;

    /// <summary>Adds one tree per output; returns false, and adds none, where no tree asks anything and the next round could not differ.</summary>
    private bool AddRound(int round)
    {
        _dart?.LeaveOut(round);
        _gradients.Update();
        int[]? rows = _rowSampler.Draw(round);
        var trees = new Tree[_objective.Outputs];
        for (int output = 0; output < trees.Length; output++)
            trees[output] = _learner.Learn(round, output, rows, _columnSampler.Draw(round, output));
        if (!_isRandom && Array.TrueForAll(trees, tree => tree.LeafCount == 1))
            return false;
        _trees.AddRange(trees);
        foreach (ValidationSet set in _validation)
        {
            for (int output = 0; output < trees.Length; output++)
                set.Add(trees[output], output);
        }
        _dart?.PutBack(round);
        return true;
    }

    /// <summary>Adds the trees to go on from, as the rounds that grew them did.</summary>
    private void Replay(TrainingData data, Workers workers)
    {
        int outputs = _objective.Outputs;
        var training = new TrainingScores(data, _gradients.Scores, outputs, workers);
        for (int i = 0; i < _trees.Count; i++)
        {
            training.Add(_trees[i], i / outputs, i % outputs);
            foreach (ValidationSet set in _validation)
                set.Add(_trees[i], i % outputs);
        }
        if (_run.EarlyStopping is not null)
            _curve.Start(Metric() ?? _validation[0].Loss());
    }
}
