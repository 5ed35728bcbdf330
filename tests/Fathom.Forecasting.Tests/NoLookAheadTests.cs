namespace Fathom.Forecasting.Tests;

/// <summary>Whatever happens after an origin, a forecast made at it stays the same to the last bit.</summary>
public class NoLookAheadTests
{
    private const int Cut = 320;

    public static TheoryData<string> Tasks => ["return", "volatility", "level"];

    private static ForecastTask Make(string name) => name switch
    {
        "return" => new ReturnTask(3) { SequenceLength = 10 },
        "volatility" => new VolatilityTask(3) { SequenceLength = 10 },
        _ => new LevelTask(3) { SequenceLength = 10 },
    };

    [Theory, MemberData(nameof(Tasks))]
    public void No_feature_knows_the_future(string name)
    {
        PriceSeries series = Synthetic.Bars(400, seed: 1), other = Shuffled(series, Cut);
        ForecastProblem one = Make(name).Build(series), two = Make(name).Build(other);
        int[] rows = [.. Enumerable.Range(FeatureTable.WarmUp, Cut + 1 - FeatureTable.WarmUp)];
        Assert.Equal(one.Features.Names, two.Features.Names);
        Assert.Equal(one.Features.Rows(rows), two.Features.Rows(rows));
        Assert.Equal(one.Steps.Rows(rows), two.Steps.Rows(rows));
        Assert.All(one.Features.Rows(rows).Cast<double>(), value => Assert.True(double.IsFinite(value)));
        int[] known = [.. Enumerable.Range(0, one.Count).Where(sample => one.Origins[sample] + 3 <= Cut)];
        Assert.All(known, sample => Assert.Equal(one.Targets[sample], two.Targets[sample]));
        Assert.NotEqual(one.Targets, two.Targets);
    }

    [Theory, MemberData(nameof(Tasks))]
    public void No_forecaster_knows_the_future(string name)
    {
        PriceSeries series = Synthetic.Bars(400, seed: 1), other = Shuffled(series, Cut);
        ForecastTask task = Make(name);
        ForecastProblem one = task.Build(series), two = task.Build(other);
        int[] train = [.. Enumerable.Range(0, one.Count).Where(sample => one.Spans[sample].End <= 280)];
        int[] validation = train[^40..], fit = [.. train.Where(sample => one.Spans[sample].End <= one.Spans[validation[0]].Start)];
        int[] asked = [.. Enumerable.Range(0, one.Count).Where(sample => one.Origins[sample] is >= 280 and <= Cut)];
        var fold = new TrainingFold(1, train, fit, validation);
        foreach (Forecaster forecaster in ForecasterCatalogue.Create(ForecasterCatalogue.Names, task, series))
        {
            double[] first = forecaster.Fit(one, fold, 7, TestContext.Current.CancellationToken).Predict(one, asked);
            double[] second = forecaster.Fit(two, fold, 7, TestContext.Current.CancellationToken).Predict(two, asked);
            Assert.True(first.AsSpan().SequenceEqual(second), $"{forecaster.Name} changed its forecasts when the future changed.");
            Assert.All(first, value => Assert.True(double.IsFinite(value), forecaster.Name));
        }
    }

    [Fact]
    public void A_column_is_aligned_to_the_last_value_known()
    {
        DateTime[] times = Synthetic.BusinessDays(4);
        SeriesFeature feature = SeriesFeature.AsOf("x", times, [times[0].AddDays(-1), times[1], times[2].AddHours(1), times[3]], [1, 2, 3, double.NaN]);
        Assert.Equal([1, 2, 2, 3], feature.Values);
        Assert.Contains("no value yet", Assert.Throws<ForecastException>(() => SeriesFeature.AsOf("x", times, [times[1]], [1])).Message, StringComparison.Ordinal);
    }

    /// <summary>The rows after a cut in another order, whole rows at a time.</summary>
    private static PriceSeries Shuffled(PriceSeries series, int cut)
    {
        int[] order = [.. Enumerable.Range(0, series.Length)];
        new Random(5).Shuffle(order.AsSpan(cut + 1));
        double[] Permute(double[] values) => Array.ConvertAll(order, row => values[row]);
        return new PriceSeries(series.Name, series.Times, Permute(series.Close))
        {
            Bars = new PriceBars(Permute(series.Bars!.Open), Permute(series.Bars.High), Permute(series.Bars.Low)),
            Volume = Permute(series.Volume!),
            Features = [.. series.Features.Select(feature => feature with { Values = Permute(feature.Values) })],
        };
    }
}
