using System.Globalization;
using System.Text.RegularExpressions;
using Fathom.Validation;

namespace Fathom.Forecasting.Tests;

/// <summary>What the verdict claims is what the forecasts bear out.</summary>
public class VerdictTests
{
    private static TournamentResult Run(PriceSeries series, Forecaster[] forecasters, int folds = 5, int replications = 1000) =>
        new Tournament(new ReturnTask(), forecasters) { Folds = folds, Seeds = [0, 1], Replications = replications }.Run(series, cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void Skill_on_an_autoregression_is_the_theoretical_one()
    {
        // Zero errs by r, whose deviation is that of ε over √(1 − φ²): the skill of φ r[t] is 1 − √(1 − φ²) = 13.4 % for φ = ½.
        TournamentResult result = Run(Synthetic.Autoregressive(6000, seed: 41, phi: 0.5), [new ZeroForecaster(), new MedianForecaster(), new RidgeForecaster(), new BoostingForecaster()]);
        Assert.Equal(Outcome.ModelBeatsBaseline, result.Verdict.Outcome);
        Assert.Equal("ridge", result.Verdict.BestModel);
        Assert.Equal(1 - Math.Sqrt(0.75), result.Verdict.Skill!.Value, 0.015);
        Match said = Regex.Match(result.Verdict.Sentence, @"^ridge beats (predicting zero|the training median) on next-day made returns by (\d+\.\d) % MAE \(SPA p < 0\.001, 5 folds\)\.$");
        Assert.True(said.Success, result.Verdict.Sentence);
        Assert.Equal(100 * result.Verdict.Skill.Value, double.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), 0.051);
    }

    [Fact]
    public void A_stochastic_winner_names_its_seeds_and_a_single_fold_is_one()
    {
        PriceSeries series = Synthetic.Autoregressive(1500, seed: 42, phi: 0.6);
        Assert.EndsWith("5 folds × 2 seeds).", Run(series, [new ZeroForecaster(), new BoostingForecaster()]).Verdict.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(", 1 fold).", Run(series, [new ZeroForecaster(), new RidgeForecaster()], folds: 1).Verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void False_alarms_on_white_noise_are_as_rare_as_promised()
    {
        // 5 % per walk at most; of 20 walks more than 3 have a chance of 1.6 %.
        int alarms = Enumerable.Range(100, 20).Count(seed =>
            Run(Synthetic.RandomWalk(500, seed), [new ZeroForecaster(), new MeanForecaster(), new RidgeForecaster()], replications: 300).Verdict.Outcome == Outcome.ModelBeatsBaseline);
        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public void Superiority_sets_every_model_against_the_best_baseline()
    {
        PriceSeries series = Synthetic.Autoregressive(900, seed: 43, phi: 0.15);
        var task = new ReturnTask();
        TournamentResult result = new Tournament(task, ForecasterCatalogue.Create(["ridge", "boosting", "dlinear"], task, series)) { Folds = 3, Seeds = [0, 1], Replications = 2000 }
            .Run(series, cancellation: TestContext.Current.CancellationToken);
        LeaderboardRow benchmark = result.Leaderboard.Where(row => row.IsBaseline).MinBy(row => row.Loss)!;
        double[] Losses(LeaderboardRow row) => result.Forecasts.Single(forecast => forecast.Model == row.Model).Losses;
        double[][] models = [.. result.Leaderboard.Where(row => !row.IsBaseline).Select(Losses)];
        Assert.Equal(3, models.Length);
        SuperiorPredictiveAbilityResult spa = new SuperiorPredictiveAbility { Replications = 2000, Seed = 0 }.Test(Losses(benchmark), models);
        SuperiorityTest test = result.Superiority!;
        Assert.Equal((benchmark.Model, 3, spa.Statistic, spa.PValue), (test.Benchmark, test.Models, test.Statistic, test.PValue));
        Assert.Equal(benchmark.Model, result.BestBaseline);
        foreach (LeaderboardRow row in result.Leaderboard.Where(row => row.Model != benchmark.Model))
        {
            DieboldMarianoResult dm = DieboldMariano.Test(Losses(row), Losses(benchmark), 1);
            Assert.Equal((dm.Statistic, dm.PValue), (row.AgainstBestBaseline!.Statistic, row.AgainstBestBaseline.PValue));
        }
    }

    [Fact]
    public void The_luckiest_of_many_is_not_named_for_what_a_sound_one_has_shown()
    {
        const int length = 1200;
        // Every move is 1 % up or down, so a forecast of the share a of it gains a % over zero. "steady" always knows 1 % of the move. The others know nothing:
        // their shares are noise of deviation 0.2 around a mean that "lucky" has at about two standard errors: significant by itself, nothing for the best of 30.
        PriceSeries series = Synthetic.FromReturns(Synthetic.Normal(length, seed: 44).Select(value => 0.01 * Math.Sign(value)));
        var forecasters = new List<Forecaster> { new ZeroForecaster(), new Oracle("steady", Share(60, 0.001, 0.01)), new Oracle("lucky", Share(61, 0.2, 0.2 * 1.7 / Math.Sqrt(length / 2))) };
        forecasters.AddRange(Enumerable.Range(62, 29).Select(seed => new Oracle($"noise {seed}", Share(seed, 0.2, 0))));
        TournamentResult result = Run(series, [.. forecasters]);
        LeaderboardRow best = result.Leaderboard[0];
        Assert.Equal("lucky", best.Model);
        Assert.True(best.AgainstBestBaseline is { Statistic: < 0, PValue: < 0.05 }, $"{best.AgainstBestBaseline}");
        Assert.Equal((Outcome.ModelBeatsBaseline, "steady"), (result.Verdict.Outcome, result.Verdict.BestModel));
        Assert.Equal(0.01, result.Verdict.Skill!.Value, 0.001);
        Assert.StartsWith("steady beats predicting zero on next-day made returns by 1.0 % MAE (SPA p < 0.001", result.Verdict.Sentence, StringComparison.Ordinal);

        TournamentResult without = Run(series, [.. forecasters.Where(forecaster => forecaster.Name != "steady")]);
        Assert.Equal((Outcome.NothingBeatsBaseline, "lucky"), (without.Verdict.Outcome, without.Verdict.BestModel));
        Assert.Matches(@"^Nothing beats predicting zero on next-day made returns \(best: lucky, \+\d\.\d % MAE, SPA p = 0\.\d+\)\.$", without.Verdict.Sentence);

        static double[] Share(int seed, double deviation, double mean)
        {
            double[] noise = Synthetic.Normal(length, seed);
            double tested = noise[(length / 2)..].Average();
            return Array.ConvertAll(noise, value => mean + deviation * (value - tested));
        }
    }

    [Fact]
    public void Errors_that_a_residual_test_cannot_judge_do_not_end_the_run()
    {
        // Moves of 1 % up or down: the squared errors of zero are constant but for rounding, and lags of a constant are linearly dependent.
        PriceSeries series = Synthetic.FromReturns(Synthetic.Normal(400, seed: 46).Select(value => 0.01 * Math.Sign(value)));
        TournamentResult result = Run(series, [new ZeroForecaster(), new LastForecaster()]);
        Assert.Equal(2, result.Leaderboard.Count);
        Assert.Contains(result.ResidualTests, test => test is { Model: "zero", Test: "Ljung–Box" });
        Assert.DoesNotContain(result.ResidualTests, test => test is { Model: "zero", Lags: 5 });
        Assert.Contains(result.ResidualTests, test => test is { Model: "last", Lags: 5 });
    }

    [Fact]
    public void A_listener_that_throws_ends_the_run_where_it_was_called()
    {
        var tournament = new Tournament(new ReturnTask(), [new ZeroForecaster(), new MeanForecaster()]) { Threads = 2 };
        var error = Assert.Throws<TimeoutException>(() => tournament.Run(Synthetic.RandomWalk(400, seed: 45), new Thrower(), TestContext.Current.CancellationToken));
        Assert.Equal("no room for a bar", error.Message);
    }

    private sealed class Thrower : IProgress<TournamentProgress>
    {
        public void Report(TournamentProgress value) => throw new TimeoutException("no room for a bar");
    }

    /// <summary>Forecasts a share of the move that is to come: a model of known skill.</summary>
    private sealed class Oracle(string name, double[] share) : Forecaster
    {
        public override string Name => name;

        public override ForecasterFamily Family => ForecasterFamily.Linear;

        public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) =>
            new CausalRule((asked, row) => share[row] * Math.Log(asked.Series.Close[row + 1] / asked.Series.Close[row]), 0);
    }
}
