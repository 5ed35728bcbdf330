using Fathom.Tables;

namespace Fathom.Forecasting.Tests;

public class PriceSeriesTests
{
    private static readonly DateTime[] Days = Synthetic.BusinessDays(4);

    [Fact]
    public void Every_fault_has_a_message_of_its_own()
    {
        Says("do not ascend", () => new PriceSeries("x", [Days[1], Days[0]], [1, 2]));
        Says("Two rows have the time 2000-01-03", () => new PriceSeries("x", [Days[0], Days[0]], [1, 2]));
        Says("no value at 2000-01-04", () => new PriceSeries("x", Days[..2], [1, double.NaN]));
        Says("infinite", () => new PriceSeries("x", Days[..2], [1, double.PositiveInfinity]));
        Says("constant", () => new PriceSeries("x", Days[..3], [5, 5, 5]));
        Says("1 row.", () => new PriceSeries("x", Days[..1], [5]));
        Says("3 values for 4 times", () => new PriceSeries("x", Days, [1, 2, 3]));
        Says("Two features are called 'vix'", () => new PriceSeries("x", Days, [1, 2, 3, 4]) { Features = [new("VIX", [1, 2, 3, 4]), new("vix", [1, 2, 3, 4])] });
        Says("no logarithm", () => new ReturnTask().Build(new PriceSeries("x", Days, [1, 2, -3, 4])));
        Says("the first forecast needs 24", () => new ReturnTask().Build(new PriceSeries("x", Days, [1, 2, 3, 4])));
        Says("10 is the least", () => new Tournament(new ReturnTask(), [new ZeroForecaster()]).Run(Synthetic.RandomWalk(60, 1)));
    }

    [Fact]
    public void A_table_brings_its_bars_volume_and_features()
    {
        var table = new Table(new TimeColumn("Date", Days), new NumberColumn("Open", [1, 2, 3, 4]), new NumberColumn("High", [2, 3, 4, 5]),
            new NumberColumn("Low", [1, 2, 3, 4]), new NumberColumn("Close", [2, 2, 4, 5]), new NumberColumn("Volume", [9, 8, 7, 6]), new NumberColumn("x", [0, 1, 0, 1]));
        PriceSeries series = PriceSeriesReader.Read(table, "Close", features: ["x"], name: "ABC");
        Assert.Equal("ABC", series.Name);
        Assert.Equal([2, 3, 4, 5], series.Bars!.High);
        Assert.Equal([9, 8, 7, 6], series.Volume!);
        Assert.Equal([0, 1, 0, 1], series.Feature("X")!.Values);
        Assert.Null(PriceSeriesReader.Read(table, "x").Bars);
        Assert.Contains("Close", Assert.Throws<TableException>(() => PriceSeriesReader.Read(table, "Closs")).Message, StringComparison.Ordinal);
        Says("no time column", () => PriceSeriesReader.Read(table.Drop("Date"), "Close"));
        Says("2 time columns", () => PriceSeriesReader.Read(table.With(new TimeColumn("Date2", Days)), "Close"));
    }

    [Fact]
    public void The_hash_knows_every_bit()
    {
        PriceSeries series = new("x", Days, [1, 2, 3, 4]);
        Assert.Equal(series.Sha256(), new PriceSeries("other name", Days, [1, 2, 3, 4]).Sha256());
        Assert.NotEqual(series.Sha256(), new PriceSeries("x", Days, [1, 2, 3, Math.BitIncrement(4)]).Sha256());
        Assert.NotEqual(series.Sha256(), (series with { Volume = [1, 1, 1, 1] }).Sha256());
        Assert.Matches("^[0-9a-f]{64}$", series.Sha256());
    }

    [Fact]
    public void SPY_and_VIX_ship_with_the_library()
    {
        PriceSeries spy = SpyData.Raw;
        Assert.Equal((5849, new DateTime(1998, 1, 2), new DateTime(2021, 3, 31)), (spy.Length, spy.Times[0], spy.Times[^1]));
        Assert.Equal(82.69, spy.Feature("VIX")!.Values[Array.IndexOf(spy.Times, new DateTime(2020, 3, 16))], 1e-9);
        // The VIX file has no 1999-12-31: the value of the day before stands.
        int i = Array.IndexOf(spy.Times, new DateTime(1999, 12, 31));
        Assert.Equal(spy.Feature("VIX")!.Values[i - 1], spy.Feature("VIX")!.Values[i]);
    }

    private static void Says(string part, Func<object> act) =>
        Assert.Contains(part, Assert.Throws<ForecastException>(act).Message, StringComparison.Ordinal);
}
