namespace Fathom.Callbacks;

/// <summary>A callback made of functions (<c>keras.callbacks.LambdaCallback</c>).</summary>
public sealed class LambdaCallback : Callback
{
    /// <summary>Called when the run begins.</summary>
    public Action? FitBegin { get; init; }

    /// <summary>Called when an epoch begins, with its number counted from 0.</summary>
    public Action<int>? EpochBegin { get; init; }

    /// <summary>Called before a batch is trained on, with its number counted from 0.</summary>
    public Action<int>? BatchBegin { get; init; }

    /// <summary>Called after a batch, with its number counted from 0 and a reader of the figures so far.</summary>
    public Action<int, Func<Scores>>? BatchEnd { get; init; }

    /// <summary>Called when an evaluation begins.</summary>
    public Action? TestBegin { get; init; }

    /// <summary>Called before a batch is evaluated, with its number counted from 0.</summary>
    public Action<int>? TestBatchBegin { get; init; }

    /// <summary>Called after a batch was evaluated, with its number counted from 0 and a reader of the figures so far.</summary>
    public Action<int, Func<Scores>>? TestBatchEnd { get; init; }

    /// <summary>Called after an evaluation, with its figures.</summary>
    public Action<Scores>? TestEnd { get; init; }

    /// <summary>Called after an epoch, with its number counted from 0 and its figures.</summary>
    public Action<int, Scores>? EpochEnd { get; init; }

    /// <summary>Called when the run is over.</summary>
    public Action? FitEnd { get; init; }

    /// <inheritdoc/>
    protected override void OnFitBegin() => FitBegin?.Invoke();

    /// <inheritdoc/>
    protected override void OnEpochBegin(int epoch) => EpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    protected override void OnBatchBegin(int batch) => BatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs) => BatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    protected override void OnTestBegin() => TestBegin?.Invoke();

    /// <inheritdoc/>
    protected override void OnTestBatchBegin(int batch) => TestBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    protected override void OnTestBatchEnd(int batch, Func<Scores> logs) => TestBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    protected override void OnTestEnd(Scores logs) => TestEnd?.Invoke(logs);

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs) => EpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    protected override void OnFitEnd() => FitEnd?.Invoke();
}
