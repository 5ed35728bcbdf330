namespace Fathom.Callbacks;

/// <summary>
/// Evaluates with the moving average of the weights and goes on training with the weights themselves (<c>keras.callbacks.SwapEMAWeights</c>). For an optimizer with
/// <c>UseEma</c>.
/// </summary>
public sealed class SwapEMAWeights : Callback
{
    /// <summary>Whether the average also stays in place from the end of an epoch to the beginning of the next, where <see cref="ModelCheckpoint"/> saves it.</summary>
    public bool SwapOnEpoch { get; init; }

    /// <inheritdoc/>
    protected override void OnEpochBegin(int epoch) => Run.Trainee.UsesAverage = false;

    /// <inheritdoc/>
    protected override void OnTestBegin() => Run.Trainee.UsesAverage = true;

    /// <inheritdoc/>
    protected override void OnTestEnd(Scores logs) => Run.Trainee.UsesAverage = false;

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        if (SwapOnEpoch) Run.Trainee.UsesAverage = true;
    }
}
