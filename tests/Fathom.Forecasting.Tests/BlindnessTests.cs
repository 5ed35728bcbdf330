namespace Fathom.Forecasting.Tests;

/// <summary>The whole way from raw bars to forecasts: what a forecast may not have seen can be changed at will without moving one bit of it.</summary>
public class BlindnessTests
{
    private const int Cut = 340;

    public static TheoryData<string> Tasks => ["return", "volatility", "level"];

    private static ForecastTask Make(string name) => name switch
    {
        "return" => new ReturnTask(2) { SequenceLength = 8 },
        "volatility" => new VolatilityTask(2) { SequenceLength = 8 },
        _ => new LevelTask(2) { SequenceLength = 8 },
    };

    [Theory, MemberData(nameof(Tasks))]
    public void A_tournament_on_raw_bars_does_not_see_past_an_origin(string name)
    {
        PriceSeries series = WithFalsePrints(Synthetic.Bars(400, seed: 21)), other = OtherFuture(series);
        ForecastTask task = Make(name);
        TournamentResult one = Run(task, series, ForecasterCatalogue.Create(ForecasterCatalogue.Names, task, series));
        TournamentResult two = Run(task, other, ForecasterCatalogue.Create(ForecasterCatalogue.Names, task, series));
        Assert.Empty(one.Failed);
        Assert.Empty(two.Failed);
        Assert.True(one.Doctor.Repairs >= 2);
        Assert.Empty(Differences(one, two));
        Assert.NotEqual(one.Actuals, two.Actuals);
    }

    [Fact]
    public void A_forecaster_that_peeks_is_found_by_the_same_comparison()
    {
        PriceSeries series = WithFalsePrints(Synthetic.Bars(400, seed: 21));
        Forecaster[] forecasters = [new ZeroForecaster(), new Peeker()];
        string peeker = Assert.Single(Differences(Run(new ReturnTask(), series, forecasters), Run(new ReturnTask(), OtherFuture(series), forecasters)));
        Assert.Equal("peeker", peeker);
    }

    [Fact]
    public void A_repair_sees_its_own_bar_and_those_before_it()
    {
        PriceSeries series = WithFalsePrints(Synthetic.Bars(400, seed: 22));
        (PriceSeries whole, DoctorReport all) = DataDoctor.Examine(series);
        Assert.True(all.Repairs > 0);
        for (int end = 30; end <= series.Length; end += 37)
        {
            (PriceSeries part, _) = DataDoctor.Examine(series.Slice(0, end));
            Assert.Equal(whole.Bars!.High[..end], part.Bars!.High);
            Assert.Equal(whole.Bars.Low[..end], part.Bars.Low);
        }
    }

    /// <summary>A fold with training labels on both sides of what is tested: the tested days in between may not reach a fit.</summary>
    [Theory, MemberData(nameof(Tasks))]
    public void A_fit_sees_nothing_between_its_training_labels(string name)
    {
        PriceSeries series = Synthetic.Bars(500, seed: 23), other = Disturbed(series, 260, 300);
        ForecastTask task = Make(name);
        ForecastProblem one = task.Build(series), two = task.Build(other);
        // Features look back a month, so the training labels after the block keep a distance.
        int[] train = [.. Enumerable.Range(0, one.Count).Where(sample => one.Spans[sample].End <= 260 || one.Origins[sample] is >= 330 and < 450)];
        int[] asked = [.. Enumerable.Range(0, one.Count).Where(sample => one.Origins[sample] >= 450)];
        int[] validation = train[^30..];
        var fold = new TrainingFold(1, train, [.. train.Where(sample => one.Spans[sample].End <= one.Spans[validation[0]].Start)], validation);
        foreach (Forecaster forecaster in ForecasterCatalogue.Create(ForecasterCatalogue.Names, task, series))
        {
            // An exponential mean remembers every day before the origin, which it may.
            if (forecaster is EwmaForecaster)
                continue;
            double[] first = forecaster.Fit(one, fold, 3, TestContext.Current.CancellationToken).Predict(one, asked);
            double[] second = forecaster.Fit(two, fold, 3, TestContext.Current.CancellationToken).Predict(two, asked);
            Assert.True(first.AsSpan().SequenceEqual(second), $"{forecaster.Name} learned from days that no training label covers.");
        }
    }

    private static TournamentResult Run(ForecastTask task, PriceSeries series, IEnumerable<Forecaster> forecasters) =>
        new Tournament(task, forecasters) { Folds = 2, TestFraction = 0.4, Seeds = [5], Replications = 100 }.Run(series, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Names of the models whose forecasts differ at an origin up to the cut.</summary>
    private static string[] Differences(TournamentResult one, TournamentResult two)
    {
        DateTime last = Synthetic.BusinessDays(400)[Cut];
        int known = one.Origins.Count(origin => origin <= last);
        Assert.InRange(known, one.Origins.Length / 2 + 1, one.Origins.Length - 1); // the second fold is cut in two
        Assert.Equal(one.Forecasts.Count, two.Forecasts.Count);
        return [.. one.Forecasts.Where(series => !series.Values.AsSpan(0, known).SequenceEqual(two.Forecasts.Single(other => other.Model == series.Model).Values.AsSpan(0, known)))
            .Select(series => series.Model)];
    }

    private static PriceSeries WithFalsePrints(PriceSeries series)
    {
        double[] high = [.. series.Bars!.High], low = [.. series.Bars.Low];
        foreach (int i in (int[])[120, 290, Cut, Cut + 12]) high[i] *= 1.3;
        foreach (int i in (int[])[150, 151, Cut - 1, Cut + 1]) low[i] *= 0.7;
        return series with { Bars = series.Bars with { High = high, Low = low } };
    }

    private static PriceSeries OtherFuture(PriceSeries series) => Disturbed(series, Cut + 1, series.Length);

    /// <summary>The days of a stretch in another order, and everything there larger and wilder by the day; before and after it all stays.</summary>
    private static PriceSeries Disturbed(PriceSeries series, int start, int end)
    {
        int[] order = [.. Enumerable.Range(0, series.Length)];
        new Random(8).Shuffle(order.AsSpan(start..end));
        double[] Change(double[] values, int factor) =>
            [.. order.Select((from, row) => row < start || row >= end ? values[row] : values[from] * (2 + 0.3 * (row * factor % 11)))];
        return series with
        {
            Close = Change(series.Close, 7),
            Bars = new PriceBars(Change(series.Bars!.Open, 7), Change(series.Bars.High, 7), Change(series.Bars.Low, 7)),
            Volume = Change(series.Volume!, 3),
            Features = [.. series.Features.Select(feature => feature with { Values = Change(feature.Values, 5) })],
        };
    }

    private sealed class Peeker : Forecaster
    {
        public override string Name => "peeker";

        public override ForecasterFamily Family => ForecasterFamily.Linear;

        public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) =>
            new CausalRule((asked, row) => 0.01 * Math.Log(asked.Series.Close[row + 1] / asked.Series.Close[row]), 0);
    }
}
