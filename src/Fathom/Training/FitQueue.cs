using System.Diagnostics;
using TorchSharp;

namespace Fathom.Training;

/// <summary>Fits in the order in which workers take them.</summary>
/// <param name="count">How many.</param>
/// <param name="progress">Hears of every fit that is done.</param>
/// <param name="fit">Runs a fit, given its number and its seed.</param>
/// <param name="cancellation">After it no more are begun.</param>
internal sealed class FitQueue(int count, IProgress<FitProgress>? progress, Action<int, int> fit, CancellationToken cancellation)
{
    private readonly Lock _gate = new();

    // Drawn in the fits' order, so that it does not matter who runs what.
    private readonly int[] _seeds = [.. Enumerable.Range(0, count).Select(_ => Seeds.Next())];
    private int _taken, _finished;

    /// <summary>What the listener threw.</summary>
    public Exception? ListenerFailure { get; private set; }

    /// <summary>
    /// The failure of the fit that comes first in order. Fits are begun in order and those in progress are finished, so it is the same however many workers there are.
    /// </summary>
    public (int Fit, Exception Cause)? FirstFailure { get; private set; }

    /// <summary>Runs fits until there are no more; the body of a worker's thread.</summary>
    public void Work()
    {
        // libtorch keeps this per thread, and this one ends with the run.
        torch.set_num_threads(1);
        while (Take() is int index)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                fit(index, _seeds[index]);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Left to itself it would end the process: this thread has no caller who could catch it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                lock (_gate)
                    if (FirstFailure is null || index < FirstFailure.Value.Fit) FirstFailure = (index, error);
                return;
            }
            // What was cut short is not done.
            if (!cancellation.IsCancellationRequested) Tell(index, Stopwatch.GetElapsedTime(start));
        }
    }

    private int? Take()
    {
        lock (_gate) return _taken < count && FirstFailure is null && ListenerFailure is null && !cancellation.IsCancellationRequested ? _taken++ : null;
    }

    private void Tell(int index, TimeSpan duration)
    {
        lock (_gate)
        {
            _finished++;
            try
            {
                if (ListenerFailure is null) progress?.Report(new FitProgress(index, _finished, count, duration));
            }
#pragma warning disable CA1031 // As above.
            catch (Exception error)
#pragma warning restore CA1031
            {
                ListenerFailure = error;
            }
        }
    }
}
