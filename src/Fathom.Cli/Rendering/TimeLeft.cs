namespace Fathom.Cli.Rendering;

/// <summary>
/// Guesses the time left from the pace of the latest fits. Cheap forecasters are fitted first, so the pace since the start would promise far too much.
/// </summary>
internal sealed class TimeLeft
{
    private const int Window = 12;

    private readonly Queue<(int Done, TimeSpan Elapsed)> _latest = new([(0, TimeSpan.Zero)]);

    /// <summary>Takes note of finished fits.</summary>
    /// <param name="done">Fits that are finished; more than the last time.</param>
    /// <param name="total">Fits that are planned.</param>
    /// <param name="elapsed">Time since the start.</param>
    /// <returns>The time left at the pace of the last fits.</returns>
    public TimeSpan After(int done, int total, TimeSpan elapsed)
    {
        (int before, TimeSpan then) = _latest.Peek();
        _latest.Enqueue((done, elapsed));
        if (_latest.Count > Window) _latest.Dequeue();
        return (elapsed - then) / (done - before) * (total - done);
    }
}
