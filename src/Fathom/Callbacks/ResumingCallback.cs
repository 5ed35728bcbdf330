using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Writes checkpoints of a run, and has a run begin where the last one was written.</summary>
public abstract class ResumingCallback : Callback
{
    private long _since;

    private protected ResumingCallback() { }

    /// <summary>Every how many batches to write a checkpoint (Keras's <c>save_freq</c>), counted across epochs; none between epochs unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? SaveFrequency
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Count at least one batch between checkpoints.");
    }

    internal sealed override bool IsLeftOutOfTrials => true;

    /// <summary>The file to go on from; none where there is nothing to go on from.</summary>
    private protected abstract string? Newest { get; }

    internal override void Join(TrainingRun run)
    {
        base.Join(run);
        run.TakeCheckpoints(GetType().Name);
        if (Newest is string path) run.Resume(TrainingCheckpoint.Read(path));
    }

    /// <inheritdoc/>
    protected override void OnFitBegin() => _since = 0;

    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs)
    {
        _since++;
        if (!Run.IsCancelled && (SaveFrequency is not int every || _since < every)) return;
        Request(Run.Epoch, batch + 1);
        _since = 0;
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

    /// <summary>Asks for a checkpoint.</summary>
    /// <param name="epochs">How many epochs are complete.</param>
    /// <param name="batches">How many batches of the next one are done.</param>
    private protected abstract void Request(int epochs, int batches);
}
