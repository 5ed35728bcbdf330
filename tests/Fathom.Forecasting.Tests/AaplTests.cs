using Fathom.Tables;
using Fathom.Validation;

namespace Fathom.Forecasting.Tests;

/// <summary>The course's AAPL lab: 60-day windows of daily returns, filled forward to business days.</summary>
public class AaplTests
{
    [Fact]
    public void Windows_and_naive_errors_are_the_published_ones()
    {
        if (Environment.GetEnvironmentVariable(Datasets.FolderVariable) is null)
            Assert.Skip("Set FATHOM_DATA to a folder that holds yfinance.csv.");
        Table table = Datasets.Read("yfinance.csv");
        DateTime[] dates = table.Time("Date").Values;
        double[] prices = table.Number("Close AAPL").Values;
        var known = Enumerable.Range(0, dates.Length).Where(i => !double.IsNaN(prices[i])).ToDictionary(i => dates[i], i => prices[i]);
        List<DateTime> times = [];
        List<double> close = [];
        for (DateTime day = known.Keys.Min(); day <= new DateTime(2022, 12, 30); day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) continue;
            times.Add(day);
            close.Add(known.TryGetValue(day, out double price) ? price : close[^1]);
        }

        Assert.Equal(1304, times.Count);
        var series = new PriceSeries("AAPL", [.. times], [.. close]);
        var task = new ReturnTask { SequenceLength = 60 };
        ForecastProblem problem = task.Build(series);
        // Sample i forecasts return i + 60. The lab cuts the 1,303 returns at 60 % and 80 % of the 1,304 rows and windows each part by itself;
        // its test part ends 59 returns early.
        int[] train = Samples(60, 782), validation = Samples(843, 1043), test = Samples(1102, 1243);
        Assert.Equal((723, 201, 142), (train.Length, validation.Length, test.Length));
        Forecaster[] forecasters = [new ZeroForecaster(), new MedianForecaster(), new MeanForecaster(), new LastForecaster()];
        TournamentResult result = new Tournament(task, forecasters) { Splitter = new Fixed(new Split(train, test)) }
            .Run(series, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0.0257184, Mae("last"), 5e-8);
        Assert.Equal(0.01683, Mae("zero"), 5e-6);
        Assert.Equal(0.01689, Mae("median"), 5e-6);
        Assert.Equal(0.01694, Mae("mean"), 5e-6);
        Assert.Equal("zero", result.BestBaseline);
        Assert.Equal(Outcome.OnlyBaselines, result.Verdict.Outcome);

        double Mae(string model) => result.Leaderboard.Single(row => row.Model == model).MeanAbsoluteError;
        int[] Samples(int first, int last) => [.. Enumerable.Range(0, problem.Count).Where(i => i + 60 >= first && i + 60 <= last)];
    }
}
