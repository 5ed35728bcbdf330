namespace Fathom.Forecasting.Tests;

/// <summary>Every forecaster there is, on one, two and three threads, and once more: the same to the last bit.</summary>
public class RepeatabilityTests
{
    [Theory]
    [InlineData("return")]
    [InlineData("volatility")]
    public void Threads_and_repetition_change_nothing(string name)
    {
        PriceSeries series = Synthetic.Bars(320, seed: 31);
        ForecastTask task = name == "return" ? new ReturnTask { SequenceLength = 6 } : new VolatilityTask { SequenceLength = 6 };
        TournamentResult first = Run(1);
        Assert.Equal(ForecasterCatalogue.Create(ForecasterCatalogue.Names, task, series).Count, first.Leaderboard.Count);
        foreach (int threads in (int[])[2, 3, 1])
        {
            TournamentResult again = Run(threads);
            Assert.Equal(first.Leaderboard.Select(Timeless), again.Leaderboard.Select(Timeless));
            Assert.Equal(first.Superiority, again.Superiority);
            Assert.Equal(first.Verdict, again.Verdict);
            Assert.Equal(first.ResidualTests, again.ResidualTests);
            Assert.Equal(first.Forecasts.SelectMany(forecast => forecast.Values), again.Forecasts.SelectMany(forecast => forecast.Values));
            Assert.Equal(first.Forecasts.SelectMany(forecast => forecast.Losses), again.Forecasts.SelectMany(forecast => forecast.Losses));
            Assert.Equal(first.TrainingCurves.SelectMany(curve => curve.Training.Concat(curve.Validation)), again.TrainingCurves.SelectMany(curve => curve.Training.Concat(curve.Validation)));
        }

        TournamentResult Run(int threads) =>
            new Tournament(task, ForecasterCatalogue.Create(ForecasterCatalogue.Names, task, series)) { Folds = 1, Seeds = [0, 1], Threads = threads, Replications = 300 }
                .Run(series, cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Another_seed_is_another_net()
    {
        PriceSeries series = Synthetic.RandomWalk(320, seed: 32);
        var task = new ReturnTask { SequenceLength = 6 };
        double[][] forecasts = [.. new[] { 0, 1 }.Select(seed => new Tournament(task, [new ZeroForecaster(), NeuralForecaster.Gru()]) { Folds = 1, Seeds = [seed], Replications = 100 }
            .Run(series, cancellation: TestContext.Current.CancellationToken).Forecasts.Single(forecast => forecast.Model == "gru").Values)];
        Assert.NotEqual(forecasts[0], forecasts[1]);
    }

    // Time spent fitting is the one thing that may differ.
    private static LeaderboardRow Timeless(LeaderboardRow row) => row with { FitTime = TimeSpan.Zero };
}
