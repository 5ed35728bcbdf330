using Fathom.Validation;

namespace Fathom.Forecasting.Tests;

public class TournamentTests
{
    private static Tournament Make(ForecastTask task, PriceSeries series, params string[] models) =>
        new(task, ForecasterCatalogue.Create(models, task, series)) { Folds = 3, Seeds = [0, 1], Replications = 500 };

    private static TournamentResult Run(Tournament tournament, PriceSeries series) => tournament.Run(series, cancellation: TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_white_noise_nothing_beats_the_naive_forecaster(int seed)
    {
        PriceSeries series = Synthetic.RandomWalk(1200, seed);
        TournamentResult result = Run(Make(new ReturnTask(), series, "ridge", "boosting"), series);
        Assert.Equal(Outcome.NothingBeatsBaseline, result.Verdict.Outcome);
        Assert.StartsWith("Nothing beats ", result.Verdict.Sentence, StringComparison.Ordinal);
        Assert.Contains("SPA p", result.Verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal("Do not trade this.", result.Verdict.Advice);
        Assert.True(result.Superiority!.PValue >= 0.05);
    }

    [Fact]
    public void A_strong_autoregression_is_found_and_named()
    {
        PriceSeries series = Synthetic.Autoregressive(1500, seed: 1, phi: 0.6);
        TournamentResult result = Run(Make(new ReturnTask(), series, "ridge", "boosting"), series);
        Assert.Equal(Outcome.ModelBeatsBaseline, result.Verdict.Outcome);
        Assert.Equal("ridge", result.Verdict.BestModel);
        Assert.StartsWith("ridge beats ", result.Verdict.Sentence, StringComparison.Ordinal);
        // φ r[t] errs by ε alone; the best baseline, the last return, by ε + (φ − 1) r[t], whose variance is 1 + 0.16 / (1 − 0.36) = 1.25 times that.
        Assert.Equal("last", result.BestBaseline);
        Assert.Equal(1 - 1 / Math.Sqrt(1.25), result.Verdict.Skill!.Value, 0.02);
        LeaderboardRow ridge = result.Leaderboard[0];
        Assert.Equal(("ridge", 1, false), (ridge.Model, ridge.Rank, ridge.IsBaseline));
        Assert.True(ridge.AgainstBestBaseline is { Statistic: < -5, PValue: < 0.001 });
        Assert.True(ridge.DirectionAccuracy > 0.65);
    }

    [Fact]
    public void The_leaderboard_is_what_the_forecasts_say()
    {
        PriceSeries series = Synthetic.Bars(800, seed: 6);
        TournamentResult result = Run(Make(new VolatilityTask(2), series, "ridge", "boosting"), series);
        Assert.Equal(result.Leaderboard.OrderBy(row => row.Qlike).Select(row => row.Model), result.Leaderboard.Select(row => row.Model));
        double best = result.Leaderboard.First(row => row.IsBaseline).Loss;
        foreach ((LeaderboardRow row, ForecastSeries forecast) in result.Leaderboard.Zip(result.Forecasts))
        {
            Assert.Equal(row.Model, forecast.Model);
            Assert.Equal(row.Loss, forecast.Losses.Average(), 1e-12);
            Assert.Equal(1 - row.Loss / best, row.Skill, 1e-12);
            if (row.SeedDeviation is null)
            {
                Assert.Equal(row.MeanAbsoluteError, ForecastMetrics.MeanAbsoluteError(result.Actuals, forecast.Values), 1e-12);
                double[] Variance(double[] shown) => Array.ConvertAll(shown, sigma => sigma * sigma / 1e4);
                Assert.Equal(row.Qlike!.Value, ForecastMetrics.Qlike(Variance(result.Actuals), Variance(forecast.Values)), 1e-9);
            }
        }

        Assert.NotNull(result.Leaderboard.Single(row => row.Model == "boosting").SeedDeviation);
        Assert.Equal(0, result.Leaderboard.Single(row => row.Model == "last").Parameters);
        Assert.Equal(3 * 2, result.TrainingCurves.Count(curve => curve.Model == "boosting"));
        Assert.All(result.TrainingCurves, curve => Assert.InRange(curve.BestEpoch, 1, curve.Validation.Length));
        Assert.Equal(3 * result.Leaderboard.Count, result.ResidualTests.Count);
    }

    [Fact]
    public void Folds_are_purged_and_in_order()
    {
        PriceSeries series = Synthetic.RandomWalk(700, seed: 7);
        TournamentResult result = Run(new Tournament(new ReturnTask(5), [new ZeroForecaster()]) { Folds = 4, Embargo = Embargo.Observations(7) }, series);
        Assert.Equal(4, result.Folds.Count);
        Assert.Empty(result.Warnings);
        int next = 0;
        foreach (FoldRecord fold in result.Folds)
        {
            Assert.Equal(0, fold.Overlaps);
            FoldSegment train = fold.Segments[0], test = fold.Segments[^1];
            Assert.Equal((FoldRole.Train, FoldRole.Test), (train.Role, test.Role));
            Assert.Equal(7, fold.Count(FoldRole.Embargo));
            Assert.True(fold.Count(FoldRole.Purge) >= 5 + 5); // before the test block and before the validation slice
            Assert.All(fold.Segments.Zip(fold.Segments.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
            Assert.True(next == 0 || test.Start == next);
            next = test.End;
        }

        Assert.Equal(result.Actuals.Length, result.Folds.Sum(fold => fold.Count(FoldRole.Test)));
        Assert.True(result.Origins.Zip(result.Times).All(pair => pair.First < pair.Second));
    }

    [Fact]
    public void A_split_that_forgets_to_purge_is_caught_and_counted()
    {
        PriceSeries series = Synthetic.RandomWalk(700, seed: 8);
        int[] train = [.. Enumerable.Range(0, 400)], test = [.. Enumerable.Range(400, 200)];
        var task = new ReturnTask(20);
        TournamentResult result = Run(new Tournament(task, ForecasterCatalogue.Create(["ridge"], task, series)) { Splitter = new Fixed(new Split(train, test)) }, series);
        TournamentWarning warning = Assert.Single(result.Warnings, warning => warning.Kind == WarningKind.Leakage);
        // Label i uses observations i … i + 20: the last 20 training labels reach into the test block.
        Assert.Equal(20, warning.Count);
        Assert.Contains("20 training labels overlap test labels", warning.Message, StringComparison.Ordinal);
        Assert.Equal(20, result.Folds[0].Overlaps);
        Assert.StartsWith("Do not believe this: 20 training labels", result.Verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        PriceSeries series = Synthetic.Bars(500, seed: 9);
        var task = new VolatilityTask { SequenceLength = 8 };
        TournamentResult[] results = [.. new[] { 1, 3 }.Select(threads => Run(
            new Tournament(task, ForecasterCatalogue.Create(["ridge", "boosting", "dense", "lstm"], task, series)) { Folds = 2, Seeds = [0, 1], Threads = threads, Replications = 500 }, series))];
        foreach ((ForecastSeries one, ForecastSeries three) in results[0].Forecasts.Zip(results[1].Forecasts))
        {
            Assert.Equal(one.Model, three.Model);
            Assert.Equal(one.Values, three.Values);
        }

        Assert.Equal(results[0].Superiority, results[1].Superiority);
        Assert.Equal(results[0].Verdict, results[1].Verdict);
    }

    [Fact]
    public void A_model_that_fails_is_reported_and_the_rest_goes_on()
    {
        PriceSeries series = Synthetic.RandomWalk(600, seed: 10);
        var events = new List<TournamentProgress>();
        Forecaster[] forecasters = [new ZeroForecaster(), new Odd("thrower", (_, _, _) => throw new InvalidOperationException("no such luck")), new Odd("dreamer", (_, _, _) => double.NaN)];
        TournamentResult result = new Tournament(new ReturnTask(), forecasters) { Folds = 3 }.Run(series, new Listener(events), TestContext.Current.CancellationToken);
        Assert.Equal(["zero"], result.Leaderboard.Select(row => row.Model));
        Assert.Equal(["thrower", "dreamer"], result.Failed.Select(failed => failed.Model));
        Assert.Contains("no such luck", result.Failed[0].Reason, StringComparison.Ordinal);
        Assert.Contains("NaN", result.Failed[1].Reason, StringComparison.Ordinal);
        Assert.False(result.Cancelled);
        Assert.Equal(Outcome.OnlyBaselines, result.Verdict.Outcome);
        Assert.Equal(Enumerable.Range(1, 9), events.Select(progress => progress.Done));
        Assert.All(events, progress => Assert.Equal(9, progress.Total));
        Assert.Equal("zero", events[^1].Best);
    }

    [Fact]
    public void A_cancelled_run_ranks_what_is_finished()
    {
        PriceSeries series = Synthetic.RandomWalk(600, seed: 11);
        using var source = new CancellationTokenSource();
        int fits = 0;
        var slow = new Odd("slow", (_, _, _) => 0, () =>
        {
            if (++fits == 2) source.Cancel();
        });
        TournamentResult result = new Tournament(new ReturnTask(), [new ZeroForecaster(), new MeanForecaster(), slow]) { Folds = 3, Threads = 1 }.Run(series, cancellation: source.Token);
        Assert.Equal(["mean", "zero"], result.Leaderboard.Select(row => row.Model).Order());
        UnrankedModel unfinished = Assert.Single(result.Unfinished);
        Assert.Equal(("slow", 3), (unfinished.Model, unfinished.TotalRuns));
        Assert.InRange(unfinished.FinishedRuns, 1, 2);
        Assert.True(result.Cancelled);

        using var early = new CancellationTokenSource();
        early.Cancel();
        TournamentResult nothing = new Tournament(new ReturnTask(), [new ZeroForecaster()]).Run(series, cancellation: early.Token);
        Assert.Equal(Outcome.NothingFinished, nothing.Verdict.Outcome);
        Assert.Empty(nothing.Leaderboard);
    }

    [Fact]
    public void The_manifest_tells_how_to_repeat_the_run()
    {
        PriceSeries series = Synthetic.RandomWalk(600, seed: 12);
        RunManifest manifest = Run(new Tournament(new ReturnTask(), [new ZeroForecaster()]) { Command = "fathom forecast", Seeds = [4, 5], Threads = 2 }, series).Manifest;
        Assert.Equal((series.Sha256(), 600, "fathom forecast", 2), (manifest.DataSha256, manifest.Rows, manifest.Command, manifest.Threads));
        Assert.Equal([4, 5], manifest.Seeds);
        Assert.Equal("walk-forward, 5 folds, expanding, purged, embargo none", manifest.Split);
        Assert.Contains("Fathom", manifest.Versions.Keys);
    }

    [Fact]
    public void A_split_that_tests_a_label_twice_is_refused()
    {
        PriceSeries series = Synthetic.RandomWalk(300, seed: 13);
        int[] train = [.. Enumerable.Range(0, 150)], test = [.. Enumerable.Range(200, 50)];
        var tournament = new Tournament(new ReturnTask(), [new ZeroForecaster()]) { Splitter = new Fixed(new Split(train, test), new Split(train, test)) };
        Assert.Contains("twice", Assert.Throws<ForecastException>(() => Run(tournament, series)).Message, StringComparison.Ordinal);
    }

    private sealed class Odd(string name, Func<ForecastProblem, TrainingFold, int, double> forecast, Action? fitting = null) : Forecaster
    {
        public override string Name => name;

        public override ForecasterFamily Family => ForecasterFamily.Linear;

        public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
        {
            fitting?.Invoke();
            double value = forecast(problem, fold, seed);
            return new CausalRule((_, _) => value, 0);
        }
    }

    private sealed class Listener(List<TournamentProgress> events) : IProgress<TournamentProgress>
    {
        public void Report(TournamentProgress value) => events.Add(value);
    }
}
