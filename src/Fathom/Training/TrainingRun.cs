namespace Fathom.Training;

/// <summary>A training run as callbacks see it.</summary>
public sealed class TrainingRun
{
    private string? _checkpointer;

    internal TrainingRun(ITrainee model, int epochs, int initialEpoch = 0, bool validates = false)
    {
        Validates = validates;
        Trainee = model;
        Epochs = epochs;
        Epoch = InitialEpoch = initialEpoch;
    }

    /// <summary>The model in training.</summary>
    public ITrainee Trainee { get; }

    /// <summary>After which epoch the run ends: those numbered below it are trained.</summary>
    public int Epochs { get; }

    /// <summary>The first epoch of the run, counted from 0: above 0 where one was given, or where an interrupted run is taken up again.</summary>
    public int InitialEpoch { get; private set; }

    /// <summary>The epoch in progress, counted from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Whether the run goes on where an interrupted one stopped.</summary>
    public bool IsResumed => Resumed is not null;

    /// <summary>Why the run will end after the current batch; null while it goes on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Whether the run ends because its caller cancelled it or Ctrl-C was pressed: it may be taken up again.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether there is data to validate on, though not necessarily in every epoch.</summary>
    internal bool Validates { get; }

    /// <summary>What was known of the interrupted run.</summary>
    internal TrainingCheckpoint? Resumed { get; private set; }

    /// <summary>The checkpoint to write as soon as every callback has seen what happened.</summary>
    internal CheckpointRequest? CheckpointDue { get; private set; }

    /// <summary>Ends the run after the current batch, or epoch if called at its end.</summary>
    /// <param name="reason">Why, for people; the first reason given stands.</param>
    public void Stop(string reason) => StopReason ??= reason;

    /// <summary>Ends the run at its caller's wish.</summary>
    internal void Cancel(string reason)
    {
        if (StopReason is not null) return;
        IsCancelled = true;
        StopReason = reason;
    }

    /// <summary>Begins where an interrupted run stopped.</summary>
    internal void Resume(TrainingCheckpoint checkpoint)
    {
        Resumed = checkpoint;
        Epoch = InitialEpoch = checkpoint.Epoch;
        StopReason = checkpoint.StopReason;
    }

    /// <summary>Takes charge of the run's checkpoints, which one callback can do.</summary>
    /// <exception cref="InvalidOperationException">Another has.</exception>
    internal void TakeCheckpoints(string callback)
    {
        if (_checkpointer is not null)
            throw new InvalidOperationException($"A {_checkpointer} and a {callback} cannot both take the run up again. Pass one of them to Fit.");
        _checkpointer = callback;
    }

    /// <summary>Asks for a checkpoint.</summary>
    internal void RequestCheckpoint(string path, Action? written = null) => CheckpointDue = new CheckpointRequest(path, written);

    /// <summary>Notes that the checkpoint was written.</summary>
    internal void CheckpointDone() => CheckpointDue = null;
}
