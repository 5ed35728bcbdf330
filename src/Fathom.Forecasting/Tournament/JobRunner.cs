namespace Fathom.Forecasting;

/// <summary>
/// Runs jobs side by side, each on one thread. Which worker runs a job, and when, has no influence on what comes out: a job writes to itself alone.
/// </summary>
internal sealed class JobRunner(ForecastProblem problem, Job[] jobs, int threads, CancellationToken cancellation)
{
    private readonly Lock _gate = new();
    private int _next = -1;

    /// <summary>Runs all jobs, or as many as a cancellation allows.</summary>
    /// <param name="finished">Called after each job, one call at a time.</param>
    public void Run(Action<Job> finished)
    {
        Thread[] workers = [.. Enumerable.Range(1, Math.Min(threads, jobs.Length)).Select(number =>
            new Thread(() => Work(finished)) { IsBackground = true, Name = $"Fathom tournament {number}" })];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
    }

    private void Work(Action<Job> finished)
    {
        while (!cancellation.IsCancellationRequested && Interlocked.Increment(ref _next) is var index && index < jobs.Length)
        {
            Job job = jobs[index];
            job.Run(problem, cancellation);
            if (job.IsFinished || job.Failure is not null)
            {
                lock (_gate)
                    finished(job);
            }
        }
    }
}
