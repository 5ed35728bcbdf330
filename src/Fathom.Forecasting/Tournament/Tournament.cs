using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>
/// Answers which forecaster, if any, beats the naive one on a series: every forecaster is fitted and tested on the same purged walk-forward folds, compared with
/// the best baseline, and tested for significance with the number of models tried paid for.
/// </summary>
/// <example><code>
/// var task = new VolatilityTask(horizon: 5);
/// var tournament = new Tournament(task, ForecasterCatalogue.Create(["ridge", "boosting"], task, series)) { Folds = 5, Seeds = [0, 1, 2] };
/// TournamentResult result = tournament.Run(series);
/// Console.WriteLine(result.Verdict);
/// </code></example>
public sealed class Tournament
{
    private readonly Forecaster[] _forecasters;

    /// <summary>Creates a tournament.</summary>
    /// <param name="task">What is forecast; it names the loss.</param>
    /// <param name="forecasters">The forecasters, baselines among them, each name once.</param>
    /// <exception cref="ArgumentException">There are none, or a name stands twice.</exception>
    public Tournament(ForecastTask task, IEnumerable<Forecaster> forecasters)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(forecasters);
        Task = task;
        _forecasters = [.. forecasters];
        if (_forecasters.Length == 0)
            throw new ArgumentException("A tournament needs forecasters: take them from ForecasterCatalogue.Create.", nameof(forecasters));
        string? twice = _forecasters.GroupBy(forecaster => forecaster.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two forecasters are called '{twice}': give each a name of its own.", nameof(forecasters));
    }

    /// <summary>What is forecast.</summary>
    public ForecastTask Task { get; }

    /// <summary>Test blocks of the walk-forward split, at least 1. Default 5.</summary>
    public int Folds { get; init => field = AtLeast(value, 1, nameof(Folds)); } = 5;

    /// <summary>Share of the samples that the test blocks cover together, between 0 and 1, at the end of the series. Default 0.5.</summary>
    public double TestFraction { get; init => field = Share(value, nameof(TestFraction)); } = 0.5;

    /// <summary>Distance kept between training and test on top of purging. Default none.</summary>
    public Embargo Embargo { get; init; } = Embargo.None;

    /// <summary>A split of the caller's own instead of the walk-forward one; inspected for leaks like any other. Default none.</summary>
    public ISplitter? Splitter { get; init; }

    /// <summary>Share of each training fold, at its end, that is held back to stop early and to choose penalties, between 0 and 1. Default 0.15.</summary>
    public double ValidationFraction { get; init => field = Share(value, nameof(ValidationFraction)); } = 0.15;

    /// <summary>Seeds of stochastic forecasters; each is fitted once per seed and fold. At least one. Default 0, 1, 2.</summary>
    public IReadOnlyList<int> Seeds
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0 || value.Distinct().Count() != value.Count)
                throw new ArgumentException("Give at least one seed, and none twice.", nameof(value));
            field = value;
        }
    } = [0, 1, 2];

    /// <summary>Fits that run side by side, each on one thread; at least 1. Does not change any result. Default: the machine's cores.</summary>
    public int Threads { get; init => field = AtLeast(value, 1, nameof(Threads)); } = Environment.ProcessorCount;

    /// <summary>Replications of the bootstrap behind the SPA test, at least 100. Default 10,000.</summary>
    public int Replications { get; init => field = AtLeast(value, 100, nameof(Replications)); } = 10_000;

    /// <summary>The command or call that repeats the run, for the manifest. Default none.</summary>
    public string? Command { get; init; }

    /// <summary>Runs the tournament: examines the data, fits every forecaster in every fold, scores, tests, and says who won.</summary>
    /// <param name="series">The series as it came; the <see cref="DataDoctor"/> sees it first.</param>
    /// <param name="progress">Told after every fit, from worker threads, one call at a time.</param>
    /// <param name="cancellation">Ends the run early; what is finished is ranked, the rest is listed as unfinished.</param>
    /// <exception cref="ForecastException">The series does not suit the task, or is too short for the folds.</exception>
    public TournamentResult Run(PriceSeries series, IProgress<TournamentProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        (PriceSeries sound, DoctorReport doctor) = DataDoctor.Examine(series);
        return Run(series, sound, doctor, progress, cancellation);
    }

    /// <summary>Runs the tournament on a series that has been examined; the manifest speaks of the series as it came.</summary>
    internal TournamentResult Run(PriceSeries series, PriceSeries sound, DoctorReport doctor, IProgress<TournamentProgress>? progress, CancellationToken cancellation)
    {
        DateTime started = TimeProvider.System.GetUtcNow().UtcDateTime;
        long start = TimeProvider.System.GetTimestamp();
        ForecastProblem problem = Task.Build(sound);
        ISplitter splitter = Splitter ?? WalkForwardOver(problem);
        SplitFold[] folds = new FoldBuilder(problem, ValidationFraction).Build(splitter);
        int[] samples = [.. folds.SelectMany(fold => fold.Test).Order()];

        Job[] jobs = [.. _forecasters.SelectMany(forecaster => folds.SelectMany(fold =>
            (forecaster.IsStochastic ? Seeds : [Seeds[0]]).Select(seed => new Job(forecaster, fold, seed))))];
        var watch = new ProgressWatch(problem, samples, jobs, progress);
        new JobRunner(problem, jobs, Threads, cancellation).Run(watch.Finished);

        var assembly = new ResultAssembly(problem, folds, samples, jobs) { Replications = Replications, Threads = Threads, SeedCount = Seeds.Count };
        return assembly.Assemble(doctor, () => ManifestWriter.Write(
            series, Describe(splitter, folds), Seeds, Threads, Command, started, TimeProvider.System.GetElapsedTime(start)));
    }

    private WalkForward WalkForwardOver(ForecastProblem problem)
    {
        int size = (int)(problem.Count * TestFraction) / Folds;
        if (size < 10)
        {
            throw new ForecastException($"{Folds} test blocks over {problem.Count} samples leave {size} in each; 10 is the least.", $"series '{problem.Series.Name}'",
                $"Give at least {(int)Math.Ceiling(10 * Folds / TestFraction)} samples or ask for fewer folds.");
        }

        return WalkForward.Blocks(problem.Count, Folds, size) with { Embargo = Embargo };
    }

    private string Describe(ISplitter splitter, SplitFold[] folds) => Splitter is null
        ? $"walk-forward, {folds.Length} fold{(folds.Length == 1 ? "" : "s")}, expanding, purged, embargo {Embargo}"
        : $"{splitter.GetType().Name}, {folds.Length} fold{(folds.Length == 1 ? "" : "s")}";

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");

    private static double Share(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} lies strictly between 0 and 1.");
}
