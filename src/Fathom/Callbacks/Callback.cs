using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Follows a training run and may steer it. Override what you need.</summary>
public abstract class Callback : ITrainingReader
{
    private TrainingRun? _run;

    /// <summary>The run this callback is part of.</summary>
    /// <exception cref="InvalidOperationException">No run has begun.</exception>
    protected TrainingRun Run => _run ?? throw new InvalidOperationException($"{GetType().Name} is not part of a training run: pass it to Fit.");

    /// <summary>The run begins.</summary>
    protected virtual void OnFitBegin() { }

    /// <summary>An epoch begins.</summary>
    /// <param name="epoch">Counted from 0.</param>
    protected virtual void OnEpochBegin(int epoch) { }

    /// <summary>A batch was trained on.</summary>
    /// <param name="batch">Counted from 0 within the epoch.</param>
    /// <param name="logs">Reads the figures so far.</param>
    protected virtual void OnBatchEnd(int batch, Func<Scores> logs) { }

    /// <summary>An epoch is complete, validation included.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="logs">Training figures, and validation figures under <c>val_</c>.</param>
    protected virtual void OnEpochEnd(int epoch, Scores logs) { }

    /// <summary>The run is over, in whatever way it ended.</summary>
    protected virtual void OnFitEnd() { }

    /// <summary>Joins a run.</summary>
    internal void Join(TrainingRun run) => _run = run;

    void ITrainingReader.Receive(TrainingEvent happened)
    {
        switch (happened)
        {
            case TrainingEvent.Started: OnFitBegin(); break;
            case TrainingEvent.EpochStarted start: OnEpochBegin(start.Epoch); break;
            case TrainingEvent.BatchEnded batch: OnBatchEnd(batch.Batch, batch.Logs); break;
            case TrainingEvent.EpochEnded epoch: OnEpochEnd(epoch.Epoch, epoch.Logs); break;
            case TrainingEvent.Ended: OnFitEnd(); break;
        }
    }
}
