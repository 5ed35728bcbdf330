namespace Fathom.Callbacks;

/// <summary>
/// Takes an interrupted run up again, exactly where it stopped (<c>keras.callbacks.BackupAndRestore</c>): with the same program, the weights and figures are, bit
/// for bit, those of a run that was never interrupted. <see cref="CheckpointFolder"/> does so too and keeps the last few checkpoints and the best.
/// </summary>
/// <remarks>
/// While training goes on, one file holds the last checkpoint: weights, the optimizer's state, learning rate, every sequence of random numbers, the order of the
/// samples, the figures of the epoch in progress, the history and the state of the other callbacks; <c>docs/checkpoints.md</c> describes it. It is written every
/// <see cref="ResumingCallback.SaveFrequency"/> batches or, unless that is given, at the end of every epoch. If it is there when a run begins, the run goes on from
/// it. A run that was cancelled leaves one of its last batch. It is deleted when the run is complete.
/// </remarks>
public sealed class BackupAndRestore : ResumingCallback
{
    private readonly string _path;

    /// <summary>Chooses the file.</summary>
    /// <param name="path">The file; by custom it ends in <c>.checkpoint</c>. Its folder is made if need be. Give every run a file of its own.</param>
    public BackupAndRestore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <summary>Whether the file goes when the run is complete; so unless set otherwise. A file that stays ends the next run at once, with the weights of this one.</summary>
    public bool DeleteCheckpoint { get; init; } = true;

    private protected override string? Newest => File.Exists(_path) ? _path : null;

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        if (SaveFrequency is null) Request(epoch + 1, 0);
    }

    /// <inheritdoc/>
    protected override void OnFitEnd()
    {
        if (DeleteCheckpoint && !Run.IsCancelled) File.Delete(_path);
    }

    private protected override void Request(int epochs, int batches) => Run.RequestCheckpoint(_path);
}
