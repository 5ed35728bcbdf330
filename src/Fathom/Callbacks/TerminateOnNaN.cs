namespace Fathom.Callbacks;

/// <summary>Ends training as soon as the loss is not finite (<c>keras.callbacks.TerminateOnNaN</c>). Reads the loss of every batch, which waits for a device other than the CPU.</summary>
public sealed class TerminateOnNaN : Callback
{
    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        double loss = logs()["loss"];
        if (!double.IsFinite(loss))
            Run.Stop($"the loss became {(double.IsNaN(loss) ? "NaN" : "infinite")} at batch {batch + 1}; lower the learning rate, clip gradients, or check the data for extreme values");
    }
}
