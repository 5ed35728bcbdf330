namespace Fathom.Forecasting;

/// <summary>Counts finished fits and knows the best forecaster so far. Called under the runner's lock, one fit at a time.</summary>
internal sealed class ProgressWatch(ForecastProblem problem, int[] samples, Job[] jobs, IProgress<TournamentProgress>? progress)
{
    private readonly Dictionary<Forecaster, Job[]> _jobsOf = jobs.GroupBy(job => job.Forecaster).ToDictionary(group => group.Key, group => group.ToArray());
    private readonly Dictionary<Forecaster, int> _left = jobs.GroupBy(job => job.Forecaster).ToDictionary(group => group.Key, group => group.Count());
    private int _done;
    private string? _best;
    private double? _bestLoss;

    public void Finished(Job job)
    {
        if (progress is null) return;
        _done++;
        if (--_left[job.Forecaster] == 0 && Array.TrueForAll(_jobsOf[job.Forecaster], each => each.IsFinished))
        {
            double loss = new Scorecard(problem, samples, _jobsOf[job.Forecaster]).Loss;
            if (_bestLoss is null || loss < _bestLoss)
                (_best, _bestLoss) = (job.Forecaster.Name, loss);
        }

        progress.Report(new TournamentProgress(_done, jobs.Length, job.Forecaster.Name, job.Fold.Training.Number,
            job.Forecaster.IsStochastic ? job.Seed : null, _best, _bestLoss));
    }
}
