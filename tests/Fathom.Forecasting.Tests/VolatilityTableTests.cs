using Fathom.Validation;

namespace Fathom.Forecasting.Tests;

/// <summary>
/// An independent computation of volatility forecasts on the shipped SPY bars: expanding least squares refitted every 21 days, forecasts made from 2008-01-02
/// on. It cut off all 56 suspect wicks, the two real crashes among them, so the comparison is made on such bars; ours purge one label more per refit.
/// </summary>
public class VolatilityTableTests
{
    // Half a unit of the fourth digit, where the definition is stated in full. The published HAR did not purge the label before each refit; how its VIX² was
    // scaled and its leverage term defined is not stated, and the nearest of the usual definitions is this far away.
    private static double Tolerance(string model) => model switch { "HAR" => 0.0004, "scaled VIX²" => 0.001, "log-HAR-X" => 0.0055, _ => 0.00005 };

    private static TournamentResult Run(PriceSeries series, int horizon)
    {
        var task = new VolatilityTask(horizon);
        ForecastProblem problem = task.Build(series);
        int train = Enumerable.Range(0, problem.Count).First(sample => problem.OriginTime(sample) >= new DateTime(2008, 1, 1));
        Forecaster[] forecasters =
        [
            new LastForecaster { Observations = 1 }, new RollingMeanForecaster(), new EwmaForecaster(), new ScaledVixForecaster(int.MaxValue),
            new HarForecaster(), new LogHarForecaster(), new LogHarForecaster { Extended = true },
        ];
        return new Tournament(task, forecasters) { Splitter = new WalkForward(train, 21) { Window = Window.Expanding }, Threads = 1 }
            .Run(series, series, new DoctorReport(series.Length, []), null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void One_day_ahead() => Check(Run(SpyData.Shaved(), 1), 3334,
        ("last", .5469, .2644), ("mean of 22", .4401, .2892), ("EWMA", .4125, .2864), ("scaled VIX²", .4873, null),
        ("HAR", .4498, .3267), ("log-HAR", .3419, .2620), ("log-HAR-X", .3235, .2887));

    [Fact]
    public void Five_days_ahead() => Check(Run(SpyData.Shaved(), 5), 3330,
        ("last", .5661, .2534), ("mean of 22", .3230, .2381), ("EWMA", .2897, .2330), ("scaled VIX²", .3374, null),
        ("HAR", .3295, .2918), ("log-HAR", .2341, .2257), ("log-HAR-X", .2192, .2402));

    // Published: an R² of 0.04 for HAR on the bars as they came, of 0.24 on repaired ones, over a sample that is not stated; out of sample the gap is wider.
    [Fact]
    public void Unrepaired_bars_ruin_the_regression_on_levels()
    {
        Assert.True(RSquared(SpyData.Raw) < 0.04);
        Assert.True(RSquared(SpyData.Shaved()) > 0.24);
        Assert.True(RSquared(SpyData.Repaired) > 0.24);

        static double RSquared(PriceSeries series)
        {
            TournamentResult result = Run(series, 1);
            double[] forecasts = result.Forecasts.Single(forecast => forecast.Model == "HAR").Values;
            double mean = result.Actuals.Average();
            return 1 - result.Actuals.Zip(forecasts, (y, f) => (y - f) * (y - f)).Sum() / result.Actuals.Sum(y => (y - mean) * (y - mean));
        }
    }

    private static void Check(TournamentResult result, int days, params (string Model, double Qlike, double? Mae)[] expected)
    {
        Assert.Equal(days, result.Actuals.Length);
        var misses = new List<string>();
        foreach ((string model, double qlike, double? mae) in expected)
        {
            LeaderboardRow row = result.Leaderboard.Single(row => row.Model == model);
            if (Math.Abs(row.Qlike!.Value - qlike) > Tolerance(model) || Math.Abs(row.MeanAbsoluteError - (mae ?? row.MeanAbsoluteError)) > Tolerance(model))
                misses.Add($"{model}: {row.Qlike:0.0000} / {row.MeanAbsoluteError:0.0000}, published {qlike:0.0000} / {mae:0.0000}");
        }

        Assert.Empty(misses);
    }
}
