namespace Fathom.Training;

/// <summary>Something that happened in a training run. The loop publishes these; everything a person or a callback sees is derived from them.</summary>
public abstract record TrainingEvent
{
    private protected TrainingEvent() { }

    /// <summary>The run begins.</summary>
    /// <param name="Epochs">How many epochs are planned.</param>
    /// <param name="Batches">Batches per epoch.</param>
    /// <param name="Samples">Samples per epoch.</param>
    public sealed record Started(int Epochs, int Batches, int Samples) : TrainingEvent;

    /// <summary>An epoch begins.</summary>
    /// <param name="Epoch">Counted from 0.</param>
    public sealed record EpochStarted(int Epoch) : TrainingEvent;

    /// <summary>A batch is about to be trained on.</summary>
    /// <param name="Epoch">Counted from 0.</param>
    /// <param name="Batch">Counted from 0 within the epoch.</param>
    public sealed record BatchStarted(int Epoch, int Batch) : TrainingEvent;

    /// <summary>A batch was trained on.</summary>
    /// <param name="Epoch">Counted from 0.</param>
    /// <param name="Batch">Counted from 0 within the epoch.</param>
    /// <param name="Logs">Reads the figures so far; on another device than the CPU this waits for it, so read seldom.</param>
    public sealed record BatchEnded(int Epoch, int Batch, Func<Scores> Logs) : TrainingEvent;

    /// <summary>An evaluation begins: on validation data within a run, or on its own.</summary>
    public sealed record TestStarted : TrainingEvent;

    /// <summary>A batch is about to be evaluated.</summary>
    /// <param name="Batch">Counted from 0.</param>
    public sealed record TestBatchStarted(int Batch) : TrainingEvent;

    /// <summary>A batch was evaluated.</summary>
    /// <param name="Batch">Counted from 0.</param>
    /// <param name="Logs">Reads the figures so far; on another device than the CPU this waits for it, so read seldom.</param>
    public sealed record TestBatchEnded(int Batch, Func<Scores> Logs) : TrainingEvent;

    /// <summary>An evaluation is complete.</summary>
    /// <param name="Logs">Its figures, without <c>val_</c>.</param>
    public sealed record TestEnded(Scores Logs) : TrainingEvent;

    /// <summary>An epoch is complete, validation included.</summary>
    /// <param name="Epoch">Counted from 0.</param>
    /// <param name="Logs">Training figures, and validation figures under <c>val_</c>.</param>
    /// <param name="Duration">How long it took.</param>
    public sealed record EpochEnded(int Epoch, Scores Logs, TimeSpan Duration) : TrainingEvent;

    /// <summary>The run is over.</summary>
    /// <param name="Reason">Why it ended before the planned number of epochs; null when it did not.</param>
    /// <param name="Duration">How long it took.</param>
    public sealed record Ended(string? Reason, TimeSpan Duration) : TrainingEvent;
}
