using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>
/// Takes an interrupted run up again, exactly where it stopped (<c>keras.callbacks.BackupAndRestore</c>): with the same program, the weights and figures are, bit
/// for bit, those of a run that was never interrupted.
/// </summary>
/// <remarks>
/// While training goes on, one file holds the last checkpoint: weights, the optimizer's state, learning rate, every sequence of random numbers, the order of the
/// samples, the figures of the epoch in progress, the history and the state of the other callbacks; <c>docs/checkpoints.md</c> describes it. If it is there when a
/// run begins, the run goes on from it. A run that was cancelled leaves one of its last batch. It is deleted when the run is complete.
/// </remarks>
public sealed class BackupAndRestore : Callback
{
    private readonly string _path;
    private long _since;

    /// <summary>Chooses the file.</summary>
    /// <param name="path">The file; by custom it ends in <c>.checkpoint</c>. Its folder is made if need be. Give every run a file of its own.</param>
    public BackupAndRestore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <summary>Every how many batches to write a checkpoint (Keras's <c>save_freq</c>); at the end of every epoch unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? SaveFrequency
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Count at least one batch between checkpoints.");
    }

    /// <summary>Whether the file goes when the run is complete; so unless set otherwise. A file that stays ends the next run at once, with the weights of this one.</summary>
    public bool DeleteCheckpoint { get; init; } = true;

    internal override bool IsLeftOutOfTrials => true;

    internal override void Join(TrainingRun run)
    {
        base.Join(run);
        if (File.Exists(_path)) run.Resume(TrainingCheckpoint.Read(_path));
    }

    /// <inheritdoc/>
    protected override void OnFitBegin() => _since = 0;

    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs)
    {
        _since++;
        if (!Run.IsCancelled && (SaveFrequency is not int every || _since < every)) return;
        Run.RequestCheckpoint(_path);
        _since = 0;
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        if (SaveFrequency is null) Run.RequestCheckpoint(_path);
    }

    /// <inheritdoc/>
    protected override void OnFitEnd()
    {
        if (DeleteCheckpoint && !Run.IsCancelled) File.Delete(_path);
    }

    /// <inheritdoc/>
    protected override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["since"] = _since;
    }

    /// <inheritdoc/>
    protected override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _since = (long)state.Numbers["since"];
    }
}
