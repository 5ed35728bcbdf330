using System.Globalization;
using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>From finished jobs to the result: scores, ranks, tests, verdict.</summary>
internal sealed class ResultAssembly(ForecastProblem problem, SplitFold[] folds, int[] samples, Job[] jobs)
{
    private const int FewTests = 100;

    public required int Replications { get; init; }

    public required int Threads { get; init; }

    public required int SeedCount { get; init; }

    public TournamentResult Assemble(DoctorReport doctor, Func<RunManifest> manifest)
    {
        var warnings = new List<TournamentWarning>();
        int overlaps = Leaks(warnings);
        Job[][] groups = [.. jobs.GroupBy(job => job.Forecaster).Select(group => group.ToArray())];
        Scorecard[] cards = [.. groups.Where(group => Array.TrueForAll(group, job => job.IsFinished))
            .Select(group => new Scorecard(problem, samples, group)).OrderBy(card => card.Loss).ThenBy(card => card.Forecaster.Name, StringComparer.Ordinal)];
        Scorecard? benchmark = Array.Find(cards, card => card.Forecaster.IsBaseline);
        Scorecard[] models = Array.FindAll(cards, card => !card.Forecaster.IsBaseline);
        (SuperiorityTest? superiority, IReadOnlyList<Scorecard> superior) = benchmark is null || models.Length == 0 ? (null, [])
            : SignificanceTests.Superiority(models, benchmark, problem.Task.Horizon, Replications, seed: 0, Threads, warnings);
        if (samples.Length < FewTests)
        {
            warnings.Add(new TournamentWarning(WarningKind.Significance,
                $"Only {samples.Length} forecasts were tested; below {FewTests} the tests of significance say little. Use a longer series or a larger test fraction.", samples.Length));
        }

        LeaderboardRow[] board = [.. cards.Select((card, index) => Row(card, benchmark, index + 1))];
        return new TournamentResult
        {
            Verdict = new VerdictWriter(problem, folds.Length, SeedCount, overlaps).Write(board, superiority, [.. superior.Select(card => card.Forecaster.Name)]),
            Task = problem.Summary,
            Leaderboard = board,
            BestBaseline = benchmark?.Forecaster.Name,
            Superiority = superiority,
            Failed = [.. groups.Where(group => Array.Exists(group, job => job.Failure is not null))
                .Select(group => Unranked(group, group.First(job => job.Failure is not null).Failure!))],
            Unfinished = [.. groups.Where(group => Array.Exists(group, job => !job.IsFinished) && !Array.Exists(group, job => job.Failure is not null))
                .Select(group => Unranked(group, "The run was cancelled before all its fits were done."))],
            Warnings = warnings,
            Folds = [.. folds.Select(fold => fold.Record)],
            Origins = Array.ConvertAll(samples, problem.OriginTime),
            Times = Array.ConvertAll(samples, problem.TargetTime),
            Actuals = Array.ConvertAll(samples, sample => problem.Task.Display(problem.Targets[sample])),
            Forecasts = [.. cards.Select(card => new ForecastSeries(card.Forecaster.Name, card.ShownForecast, card.MeanLosses))],
            TrainingCurves = [.. jobs.Where(job => job.Curve is not null).Select(job => job.Curve!)],
            ResidualTests = [.. cards.SelectMany(card => ResidualDiagnostics.Examine(card, problem))],
            Doctor = doctor,
            Manifest = manifest(),
        };
    }

    private LeaderboardRow Row(Scorecard card, Scorecard? benchmark, int rank) => new()
    {
        Rank = rank,
        Model = card.Forecaster.Name,
        Family = card.Forecaster.Family,
        IsBaseline = card.Forecaster.IsBaseline,
        MeanAbsoluteError = card.MeanAbsoluteError,
        RootMeanSquaredError = card.RootMeanSquaredError,
        Qlike = card.Qlike,
        Loss = card.Loss,
        Skill = benchmark is null || card == benchmark || benchmark.Loss == 0 ? 0 : 1 - card.Loss / benchmark.Loss,
        DirectionAccuracy = card.DirectionAccuracy,
        SeedDeviation = card.SeedDeviation,
        FoldDeviation = card.FoldDeviation(),
        FitTime = card.Jobs.Aggregate(TimeSpan.Zero, (sum, job) => sum + job.FitTime),
        Parameters = card.Jobs[^1].Parameters,
        AgainstBestBaseline = benchmark is null ? null : SignificanceTests.Compare(card, benchmark, problem.Task.Horizon),
    };

    private static UnrankedModel Unranked(Job[] group, string reason) =>
        new(group[0].Forecaster.Name, group[0].Forecaster.IsBaseline, group.Count(job => job.IsFinished), group.Length, reason);

    private int Leaks(List<TournamentWarning> warnings)
    {
        SplitFold[] leaking = Array.FindAll(folds, fold => fold.Leaks.Overlapping > 0);
        int overlaps = leaking.Sum(fold => fold.Leaks.Overlapping);
        if (leaking.Length > 0)
        {
            Leak first = leaking[0].Leaks.Examples.First(leak => leak.Kind == LeakKind.Overlap);
            string one = $"Fold {leaking[0].Training.Number}: the label made on {SeriesChecks.Show(problem.OriginTime(first.TrainLabel))} shares observations with the tested one of {SeriesChecks.Show(problem.OriginTime(first.TestLabel))}.";
            warnings.Add(new TournamentWarning(WarningKind.Leakage, string.Create(CultureInfo.InvariantCulture,
                $"{overlaps:N0} training labels overlap test labels in {leaking.Length} of {folds.Length} folds, so the scores are too good to be true. {one} Purge the split: use WalkForward or PurgedKFold with these label spans."), overlaps));
        }

        return overlaps;
    }
}
