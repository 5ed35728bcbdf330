namespace Fathom.Forecasting.Tests;

public class BaselineTests
{
    private static readonly PriceSeries Walk = Synthetic.RandomWalk(200, seed: 2);

    private static double[] Forecast(Forecaster forecaster, ForecastProblem problem, params int[] samples)
    {
        int[] train = [.. Enumerable.Range(0, 100)];
        return forecaster.Fit(problem, new TrainingFold(1, train, train[..80], train[80..]), 0, TestContext.Current.CancellationToken).Predict(problem, samples);
    }

    [Fact]
    public void Returns_are_sums_over_the_horizon()
    {
        ForecastProblem problem = new ReturnTask(3).Build(Walk);
        int row = problem.Origins[50];
        double[] log = Array.ConvertAll(Walk.Close, Math.Log);
        Assert.Equal(log[row + 3] - log[row], problem.Targets[50], 1e-12);
        double[] train = problem.Targets[..100];
        Assert.Equal([0], Forecast(new ZeroForecaster(), problem, 50));
        Assert.Equal(train.Average(), Forecast(new MeanForecaster(), problem, 50)[0], 1e-15);
        Assert.Equal(train.Order().Skip(49).Take(2).Average(), Forecast(new MedianForecaster(), problem, 50)[0], 1e-15);
        Assert.Equal(log[row] - log[row - 3], Forecast(new LastForecaster(), problem, 50)[0], 1e-12);
        Assert.Equal(3 * (log[row] - log[row - 1]), Forecast(new LastForecaster { Observations = 1 }, problem, 50)[0], 1e-12);
        Assert.Equal(3 * (log[row] - log[0]) / row, Forecast(new DriftForecaster(), problem, 50)[0], 1e-12);
        // Of the next three days, the same weekdays a week before.
        Assert.Equal(log[row - 2] - log[row - 5], Forecast(new SeasonalForecaster(5), problem, 50)[0], 1e-12);
    }

    [Fact]
    public void Levels_are_read_off_the_series()
    {
        ForecastProblem problem = new LevelTask(7).Build(Walk);
        int row = problem.Origins[50];
        double[] close = Walk.Close;
        Assert.Equal(close[row + 7], problem.Targets[50]);
        Assert.Equal([close[row]], Forecast(new LastForecaster(), problem, 50));
        Assert.Equal(close[row] + 7 * (close[row] - close[0]) / row, Forecast(new DriftForecaster(), problem, 50)[0], 1e-12);
        Assert.Equal([close[row - 3]], Forecast(new SeasonalForecaster(5), problem, 50)); // seven days ahead less two weeks of five
        Assert.Equal(Math.Log(close[row + 7] / close[row]), problem.ScaledTargets[50], 1e-12);
    }

    [Fact]
    public void Variances_are_means_over_the_horizon()
    {
        PriceSeries series = Synthetic.Bars(200, seed: 3);
        ForecastProblem problem = new VolatilityTask(4).Build(series);
        int row = problem.Origins[50];
        double[] v = problem.Measure;
        Assert.Equal(v[(row + 1)..(row + 5)].Average(), problem.Targets[50], 1e-15);
        Assert.Equal(v[(row - 3)..(row + 1)].Average(), Forecast(new LastForecaster(), problem, 50)[0], 1e-15);
        Assert.Equal(v[(row - 21)..(row + 1)].Average(), Forecast(new RollingMeanForecaster(), problem, 50)[0], 1e-15);
        double smooth = v[0];
        for (int t = 1; t <= row; t++) smooth = 0.9 * smooth + 0.1 * v[t];
        Assert.Equal(smooth, Forecast(new EwmaForecaster(0.9), problem, 50)[0], 1e-15);
        double[] vix = series.Feature("vix")!.Values;
        int last = problem.Origins[99];
        double ratio = Enumerable.Range(last - 29, 30).Average(t => v[t] / (vix[t] * vix[t] / 1e4 / 252));
        Assert.Equal(ratio * vix[row] * vix[row] / 1e4 / 252, Forecast(new ScaledVixForecaster(30), problem, 50)[0], 1e-12);
        Assert.Equal(Math.Log(problem.Targets[50]), problem.ScaledTargets[50], 1e-12);
    }

    [Fact]
    public void Garman_Klass_of_one_bar()
    {
        // ½ ln²(110/95) − (2 ln 2 − 1) ln²(105/100)
        double[] variance = GarmanKlass.Variance(new PriceBars([100], [110], [95]), [105]);
        Assert.Equal(0.009826723275573509, variance[0], 1e-15);
        Assert.Equal([GarmanKlass.Floor], GarmanKlass.Variance(new PriceBars([100], [100], [100]), [100]));
    }

    [Fact]
    public void Without_bars_variance_is_the_squared_return()
    {
        ForecastProblem problem = new VolatilityTask().Build(Walk);
        double r = Math.Log(Walk.Close[51] / Walk.Close[50]);
        Assert.Equal(Math.Max(r * r, GarmanKlass.Floor), problem.Measure[51], 1e-18);
    }

    [Fact]
    public void The_way_back_from_logs_adds_half_the_residual_variance_and_stays_in_the_range_of_training()
    {
        var scale = new LogVarianceScale();
        // E exp(m + s z) = exp(m + s²/2): 10⁻⁴ · e^0.125 for s = 0.5.
        Assert.Equal(1.1331484530668263e-4, scale.Back(0, Math.Log(1e-4), new ScaleFit(0.25, 1e-6, 1e-3)), 1e-16);
        Assert.Equal(1e-3, scale.Back(0, 0, new ScaleFit(0.25, 1e-6, 1e-3)));
        Assert.Equal(1e-6, scale.Back(0, -50, new ScaleFit(0.25, 1e-6, 1e-3)));
    }

    [Fact]
    public void Log_HAR_never_leaves_the_range_of_its_training()
    {
        ForecastProblem problem = new VolatilityTask().Build(SpyData.Repaired);
        // Fitted before the crisis of 2008: without the cap its forecasts would pass anything seen until then.
        int[] calm = [.. Enumerable.Range(0, problem.Count).Where(sample => problem.TargetTime(sample).Year is 2006 or 2007)];
        int[] crisis = [.. Enumerable.Range(0, problem.Count).Where(sample => problem.OriginTime(sample).Year == 2008)];
        double[] forecasts = new LogHarForecaster { Extended = true }.Fit(problem, new TrainingFold(1, calm, calm, calm), 0, TestContext.Current.CancellationToken).Predict(problem, crisis);
        Assert.Equal(calm.Max(sample => problem.Targets[sample]), forecasts.Max());
    }

    [Fact]
    public void A_lookback_forgets_what_came_before_it()
    {
        ForecastProblem problem = new VolatilityTask().Build(SpyData.Repaired);
        int[] train = [.. Enumerable.Range(0, 3000)], recent = train[^1008..], asked = [.. Enumerable.Range(3000, 50)];
        double[] Fit(Forecaster forecaster, int[] labels) =>
            forecaster.Fit(problem, new TrainingFold(1, labels, labels, labels), 0, TestContext.Current.CancellationToken).Predict(problem, asked);
        var all = new LogHarForecaster { Extended = true };
        var four = new LogHarForecaster { Extended = true, Lookback = 1008 };
        Assert.Equal(Fit(all, recent), Fit(four, train));
        Assert.NotEqual(Fit(all, train), Fit(four, train));
        Assert.Contains(four.Name, ForecasterCatalogue.Baselines(problem.Task, problem.Series).Select(forecaster => forecaster.Name));
    }

    [Fact]
    public void Baselines_follow_the_task_and_the_data()
    {
        PriceSeries bars = Synthetic.Bars(100, seed: 5);
        Assert.Equal(["zero", "mean", "median", "last", "drift", "seasonal (5)"], Names(new ReturnTask(), Walk));
        Assert.Equal(["mean", "median", "last", "drift", "seasonal (5)"], Names(new LevelTask(), Walk));
        Assert.Equal(["mean", "median", "last", "seasonal (5)", "mean of 22", "EWMA", "HAR", "log-HAR", "log-HAR-X"], Names(new VolatilityTask(), Walk));
        Assert.Contains("scaled VIX²", Names(new VolatilityTask(), bars));
        Assert.All(ForecasterCatalogue.Baselines(new VolatilityTask(), bars), forecaster => Assert.True(forecaster.IsBaseline));
        Assert.Contains("ridge", Assert.Throws<ForecastException>(() => ForecasterCatalogue.Create(["rigde"], new ReturnTask(), Walk)).Message, StringComparison.Ordinal);

        static IEnumerable<string> Names(ForecastTask task, PriceSeries series) => ForecasterCatalogue.Baselines(task, series).Select(forecaster => forecaster.Name);
    }
}
