using System.Runtime.ExceptionServices;

namespace Fathom.Forecasting;

/// <summary>
/// Runs jobs side by side, each on one thread. Which worker runs a job, and when, has no influence on what comes out: a job writes to itself alone.
/// </summary>
internal sealed class JobRunner(ForecastProblem problem, Job[] jobs, int threads, CancellationToken cancellation)
{
    private readonly Lock _gate = new();
    private int _next = -1;
    private volatile Exception? _listenerFailure;

    /// <summary>Runs all jobs, or as many as a cancellation allows.</summary>
    /// <param name="finished">Called after each job, one call at a time. What it throws ends the run and is thrown here.</param>
    public void Run(Action<Job> finished)
    {
        Thread[] workers = [.. Enumerable.Range(1, Math.Min(threads, jobs.Length)).Select(number =>
            new Thread(() => Work(finished)) { IsBackground = true, Name = $"Fathom tournament {number}" })];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        if (_listenerFailure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private void Work(Action<Job> finished)
    {
        while (!cancellation.IsCancellationRequested && _listenerFailure is null && Interlocked.Increment(ref _next) is var index && index < jobs.Length)
        {
            Job job = jobs[index];
            job.Run(problem, cancellation);
            if (job.IsFinished || job.Failure is not null)
                Tell(finished, job);
        }
    }

    private void Tell(Action<Job> finished, Job job)
    {
        lock (_gate)
        {
            try
            {
                finished(job);
            }
#pragma warning disable CA1031 // Left to itself it would end the process: this thread has no caller who could catch it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _listenerFailure ??= error;
            }
        }
    }
}
