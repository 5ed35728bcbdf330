using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Follows a training run and may steer it. Override what you need.</summary>
public abstract class Callback : IStatefulReader
{
    private TrainingRun? _run;

    /// <summary>The run this callback is part of.</summary>
    /// <exception cref="InvalidOperationException">No run has begun.</exception>
    protected TrainingRun Run => _run ?? throw new InvalidOperationException($"{GetType().Name} is not part of a training run: pass it to Fit.");

    /// <summary>Whether a trial run of one batch goes without this callback: it would leave files, or compare figures that mean nothing yet.</summary>
    internal virtual bool IsLeftOutOfTrials => false;

    /// <summary>The run begins.</summary>
    protected virtual void OnFitBegin() { }

    /// <summary>An epoch begins. Not called for an epoch that an interrupted run had begun before.</summary>
    /// <param name="epoch">Counted from 0.</param>
    protected virtual void OnEpochBegin(int epoch) { }

    /// <summary>A batch is about to be trained on.</summary>
    /// <param name="batch">Counted from 0 within the epoch.</param>
    protected virtual void OnBatchBegin(int batch) { }

    /// <summary>A batch was trained on.</summary>
    /// <param name="batch">Counted from 0 within the epoch.</param>
    /// <param name="logs">Reads the figures so far.</param>
    protected virtual void OnBatchEnd(int batch, Func<Scores> logs) { }

    /// <summary>An evaluation begins: on validation data within a run, or on its own.</summary>
    protected virtual void OnTestBegin() { }

    /// <summary>A batch is about to be evaluated.</summary>
    /// <param name="batch">Counted from 0.</param>
    protected virtual void OnTestBatchBegin(int batch) { }

    /// <summary>A batch was evaluated.</summary>
    /// <param name="batch">Counted from 0.</param>
    /// <param name="logs">Reads the figures so far.</param>
    protected virtual void OnTestBatchEnd(int batch, Func<Scores> logs) { }

    /// <summary>An evaluation is complete.</summary>
    /// <param name="logs">Its figures, without <c>val_</c>.</param>
    protected virtual void OnTestEnd(Scores logs) { }

    /// <summary>An epoch is complete, validation included.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="logs">Training figures, and validation figures under <c>val_</c>.</param>
    protected virtual void OnEpochEnd(int epoch, Scores logs) { }

    /// <summary>The run is over, in whatever way it ended.</summary>
    protected virtual void OnFitEnd() { }

    /// <summary>Writes down what must be known again when the run is taken up after an interruption; nothing unless overridden.</summary>
    /// <param name="state">Where to.</param>
    protected virtual void SaveState(CallbackState state) { }

    /// <summary>Takes back what <see cref="SaveState"/> wrote. Called after <see cref="OnFitBegin"/>.</summary>
    /// <param name="state">As it was written.</param>
    protected virtual void RestoreState(CallbackState state) { }

    /// <summary>Joins a run.</summary>
    internal virtual void Join(TrainingRun run) => _run = run;

    void ITrainingReader.Receive(TrainingEvent happened)
    {
        switch (happened)
        {
            case TrainingEvent.Started: OnFitBegin(); break;
            case TrainingEvent.EpochStarted start: OnEpochBegin(start.Epoch); break;
            case TrainingEvent.BatchStarted batch: OnBatchBegin(batch.Batch); break;
            case TrainingEvent.BatchEnded batch: OnBatchEnd(batch.Batch, batch.Logs); break;
            case TrainingEvent.TestStarted: OnTestBegin(); break;
            case TrainingEvent.TestBatchStarted batch: OnTestBatchBegin(batch.Batch); break;
            case TrainingEvent.TestBatchEnded batch: OnTestBatchEnd(batch.Batch, batch.Logs); break;
            case TrainingEvent.TestEnded test: OnTestEnd(test.Logs); break;
            case TrainingEvent.EpochEnded epoch: OnEpochEnd(epoch.Epoch, epoch.Logs); break;
            case TrainingEvent.Ended: OnFitEnd(); break;
        }
    }

    void IStatefulReader.Save(CallbackState state) => SaveState(state);

    void IStatefulReader.Restore(CallbackState state) => RestoreState(state);
}
