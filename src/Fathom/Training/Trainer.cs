using System.Diagnostics;
using Fathom.Data;
using static TorchSharp.torch;

namespace Fathom.Training;

/// <summary>The training loop. It trains and publishes what happens; what to show, keep or stop is up to the readers.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly ITrainable _model;
    private readonly TrainingPlan _plan;
    private readonly TrainingRun _run;
    private readonly History _history;
    private readonly IReadOnlyList<ITrainingReader> _readers;
    private readonly TrainingStore _store;
    private readonly BatchFeed _feed;
    private readonly BatchFeed? _validation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _steps;
    private TimeSpan _before, _epochBegun;

    public Trainer(ITrainable model, Dataset train, Dataset? validation, TrainingPlan plan, TrainingRun run, History history, IReadOnlyList<ITrainingReader> readers)
    {
        (_model, _plan, _run, _history, _readers) = (model, plan, run, history, readers);
        _store = new TrainingStore([history, .. readers]);
        _feed = new BatchFeed(train, model.Device);
        _validation = validation is null ? null : new BatchFeed(validation, model.Device);
        _steps = plan.StepsPerEpoch ?? _feed.BatchCount;
        Samples = plan.StepsPerEpoch is int steps ? (int)Math.Min(int.MaxValue, (long)steps * train.BatchSize) : train.Count;
    }

    private int Samples { get; }

    private TimeSpan Elapsed => _before + _clock.Elapsed;

    public void Fit(CancellationToken cancellation)
    {
        _store.Publish(new TrainingEvent.Started(_run.Epochs, _steps, Samples));
        int done = Resume();
        for (; _run.Epoch < _run.Epochs && _run.StopReason is null; _run.Epoch++, done = 0)
        {
            if (done == 0) BeginEpoch();
            Train(done, cancellation);
            // An epoch that was cut short has no figures to compare with others.
            if (_run.StopReason is not null) break;
            EndEpoch();
        }
        _model.FinishTraining();
        _store.Publish(new TrainingEvent.Ended(_run.StopReason, Elapsed));
    }

    /// <summary>Evaluates on data, telling those who follow.</summary>
    public static Scores Evaluate(ITrainable model, BatchFeed feed, TrainingStore store, int? steps = null)
    {
        store.Publish(new TrainingEvent.TestStarted());
        model.Figures.Reset();
        using (inference_mode())
            foreach (int batch in Pass(feed, steps ?? feed.BatchCount, 0, batch => store.Publish(new TrainingEvent.TestBatchStarted(batch)), model.TestOn))
                store.Publish(new TrainingEvent.TestBatchEnded(batch, model.Figures.Read));
        Scores scores = model.Figures.Read();
        store.Publish(new TrainingEvent.TestEnded(scores));
        return scores;
    }

    public void Dispose()
    {
        _feed.Dispose();
        _validation?.Dispose();
    }

    // One scope per batch: every tensor a step makes is freed when it ends.
    private static IEnumerable<int> Pass(BatchFeed feed, int steps, int first, Action<int> begin, Action<Batch> step)
    {
        using IEnumerator<Batch> batches = feed.Take(steps - first).GetEnumerator();
        for (int index = first; ; index++)
        {
            using (NewDisposeScope())
            {
                if (!batches.MoveNext()) yield break;
                begin(index);
                step(batches.Current);
            }
            yield return index;
        }
    }

    private int Resume()
    {
        if (_run.Resumed is not TrainingCheckpoint checkpoint) return 0;
        checkpoint.Apply(_model, _feed, _history, _readers, _steps);
        (_before, _epochBegun) = (checkpoint.Elapsed, checkpoint.EpochBegun);
        _clock.Restart();
        return checkpoint.Batches;
    }

    private void BeginEpoch()
    {
        _epochBegun = Elapsed;
        _store.Publish(new TrainingEvent.EpochStarted(_run.Epoch));
        _model.Figures.Reset();
    }

    private void Train(int done, CancellationToken cancellation)
    {
        foreach (int batch in Pass(_feed, _steps, done, batch => _store.Publish(new TrainingEvent.BatchStarted(_run.Epoch, batch)), _model.TrainOn))
        {
            if (cancellation.IsCancellationRequested) _run.Cancel("cancelled");
            _store.Publish(new TrainingEvent.BatchEnded(_run.Epoch, batch, _model.Figures.Read));
            WriteCheckpoint(_run.Epoch, batch + 1, new Scores([]));
            if (_run.StopReason is not null) return;
        }
    }

    private void EndEpoch()
    {
        IEnumerable<KeyValuePair<string, double>> logs = _model.Figures.Read();
        if (_validation is not null && (_run.Epoch + 1) % _plan.ValidationFrequency == 0)
            logs = logs.Concat(Evaluate(_model, _validation, _store, _plan.ValidationSteps).Select(figure => KeyValuePair.Create("val_" + figure.Key, figure.Value)));
        var scores = new Scores(logs);
        _store.Publish(new TrainingEvent.EpochEnded(_run.Epoch, scores, Elapsed - _epochBegun));
        WriteCheckpoint(_run.Epoch + 1, 0, scores);
    }

    private void WriteCheckpoint(int epoch, int batches, Scores logs)
    {
        if (_run.CheckpointDue is not CheckpointRequest due) return;
        TrainingCheckpoint.Take(_model, _feed, _history, _readers, new(epoch, batches, _steps)
        {
            Elapsed = Elapsed,
            EpochBegun = _epochBegun,
            StopReason = _run.IsCancelled ? null : _run.StopReason,
            Logs = logs,
        }).Write(due.Path);
        _run.CheckpointDone();
        due.Written?.Invoke();
    }
}
