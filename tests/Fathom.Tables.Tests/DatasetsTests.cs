using System.Security.Cryptography;

namespace Fathom.Tables.Tests;

public sealed class DatasetsTests : Scratch
{
    [Fact]
    public void Spy_as_traded_agrees_with_the_record()
    {
        Bars spy = Datasets.SpyUnadjusted();
        Assert.Equal(5849, spy.Count);
        Assert.Equal((new DateTime(1998, 1, 2), new DateTime(2021, 3, 31)), (spy.Time[0], spy.Time[^1]));
        Assert.Equal(239.85, spy.Close[Array.IndexOf(spy.Time, new DateTime(2020, 3, 16))]);
        Assert.DoesNotContain(spy.Time, day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day.TimeOfDay != TimeSpan.Zero);
        Assert.All(Enumerable.Range(0, spy.Count), bar => Assert.True(spy.Low[bar] > 0 && spy.Low[bar] <= spy.Close[bar] && spy.Close[bar] <= spy.High[bar] && spy.Volume[bar] > 0));
        Assert.Equal(144.12, spy.High[Array.IndexOf(spy.Time, new DateTime(2002, 4, 2))]);
    }

    [Fact]
    public void Adjusted_spy_keeps_the_last_price_and_pays_dividends_back()
    {
        Bars raw = Datasets.SpyUnadjusted(), adjusted = Datasets.Spy();
        FactorFile factors = Datasets.SpyFactors();
        Assert.Equal(raw.Close[^1], adjusted.Close[^1]);
        Assert.Equal(97.36 * 0.6566606, adjusted.Close[0], 12);
        Assert.Equal(raw.Volume, adjusted.Volume);
        // The factor's own date still takes it, the next day takes the next one.
        int last = Array.IndexOf(raw.Time, new DateTime(2020, 3, 19));
        Assert.Equal(raw.Close[last] * 0.9784638, adjusted.Close[last], 12);
        Assert.Equal(raw.Close[last + 1] * 0.9842156, adjusted.Close[last + 1], 12);
        Assert.Equal(240.51, raw.Close[last]);
        // LEAN's definition of the price factor: each row's is the next one's times (1 - dividend / close), so the implied dividend of
        // 2020-03-20 is the one SPY paid: 1.4056 dollars.
        Assert.Equal(1.4056, 240.51 * (1 - (0.9784638 / 0.9842156)), 3);
        Assert.All(factors.Rows.Skip(1).SkipLast(2), row => Assert.Equal(raw.Close[Array.IndexOf(raw.Time, row.Date)], row.ReferencePrice));
    }

    [Fact]
    public void Vix_agrees_with_the_record()
    {
        Bars vix = Datasets.Vix();
        Assert.Equal(9235, vix.Count);
        Assert.Equal((new DateTime(1990, 1, 2), 17.24), (vix.Time[0], vix.Close[0]));
        Assert.Equal(82.69, vix.Close[Array.IndexOf(vix.Time, new DateTime(2020, 3, 16))]);
        Assert.Equal(80.86, vix.Close[Array.IndexOf(vix.Time, new DateTime(2008, 11, 20))]);
        Assert.Empty(vix.Volume);
        Assert.False(vix.ToTable().Contains("volume"));
        // The two calendars differ in one day: the VIX file lacks the last day of 1999.
        Assert.Equal([new DateTime(1999, 12, 31)], Datasets.Spy().Time.Where(day => Array.BinarySearch(vix.Time, day) < 0));
    }

    [Fact]
    public void Embedded_files_are_those_of_the_catalogue()
    {
        using Stream zip = EmbeddedFile.Open("spy.zip");
        Assert.Equal(Datasets.Entry("spy.zip").Sha256, Convert.ToHexStringLower(SHA256.HashData(zip)));
        using Stream factors = EmbeddedFile.Open("spy-factors.csv");
        Assert.Equal(Datasets.Entry("spy.csv").Sha256, Convert.ToHexStringLower(SHA256.HashData(factors)));
        using var vix = new System.IO.Compression.GZipStream(EmbeddedFile.Open("vix-daily.csv.gz"), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(Datasets.Entry("vix-daily.csv").Sha256, Convert.ToHexStringLower(SHA256.HashData(vix)));
        using Stream licence = EmbeddedFile.Open("LEAN-LICENSE.txt");
        using var reader = new StreamReader(licence);
        Assert.Contains("Apache License", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_have_one_name_each() => Assert.Equal(Datasets.Catalogue.Count, Datasets.Catalogue.Select(entry => entry.Name).Distinct().Count());

    [Fact]
    public void A_split_halves_the_price_before_it_and_doubles_the_volume()
    {
        var bars = new Bars("X", [new(2020, 1, 1), new(2020, 1, 2)], [100, 50], [100, 50], [100, 50], [100, 50], [10, 20]);
        Bars adjusted = bars.Adjust(new FactorFile(new FactorRow(new(2020, 1, 1), 1, 0.5, 100), new FactorRow(new(2050, 12, 31), 1, 1, 0)));
        Assert.Equal([50, 50], adjusted.Close);
        Assert.Equal([20, 20], adjusted.Volume);
    }

    public static TheoryData<string> Names => [.. Datasets.Catalogue.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_at_hand_are_those_of_the_catalogue_and_can_be_read(string name)
    {
        DatasetEntry entry = Datasets.Entry(name);
        byte[] content = File.ReadAllBytes(Data(entry.Path));
        Assert.Equal(entry.Bytes, content.Length);
        if (entry.Sha256 is not null) Assert.Equal(entry.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.True(Datasets.Read(name).RowCount > 8);
    }

    [Fact]
    public void The_lab_files_have_the_shapes_the_labs_state()
    {
        Data("course/yfinance.csv");
        Table prices = Datasets.Read("yfinance.csv");
        Assert.Equal(("Date", "time"), (prices.Names[0], prices.Columns[0].Kind));
        Assert.Equal((2018, 2023), (prices.Time("Date")[0].Year, prices.Time("Date")[prices.RowCount - 1].Year));
        Assert.Equal(192.52999877929688, prices.Number("Adj Close AAPL")[prices.RowCount - 1]);
        Table employee = Datasets.Read("employee.csv");
        Assert.Equal((14_999, 10), (employee.RowCount, employee.ColumnCount));
        Assert.Equal(["high", "low", "medium"], employee.Category("salary").Levels);
        Assert.Equal(3571, employee.Number("left").Values.Sum());
        Table jena = Datasets.Read("jena_mpi_weather_2020.parquet");
        Assert.Equal((52_696, 22), (jena.RowCount, jena.ColumnCount));
        Assert.Equal(new DateTime(2020, 1, 1, 0, 10, 0), jena.Time("date")[0]);
        Assert.Equal(203, Datasets.Read("macrodata.csv").RowCount);
        Table housing = Datasets.Read("california_housing.csv");
        Assert.Equal((20_640, 207), (housing.RowCount, housing.Number("total_bedrooms").MissingCount));
        Table credit = Datasets.Read("UCI_Credit_Card.csv");
        Assert.Equal((30_000, 6636), (credit.RowCount, credit.Number("Y").Values.Sum()));
        Assert.Equal(new DateTime(1926, 7, 1), Datasets.Read("frenchdata.csv.gz").Time("Date")[0]);
        Assert.Equal(new DateTime(1999, 1, 4), Datasets.Read("sp500.csv.gz").Time("Date")[0]);
        Assert.Equal(2067, Datasets.Read("beijing_pm25.csv").Number("pm2.5").MissingCount);
    }

    [Fact]
    public void The_seven_for_one_split_of_apple_leaves_no_jump()
    {
        Bars raw = LeanBars.Read(Data("market/lean/aapl.zip"));
        Bars adjusted = raw.Adjust(FactorFile.Read(Data("market/lean/aapl.csv")));
        int after = Array.IndexOf(raw.Time, new DateTime(2014, 6, 9));
        Assert.Equal((645.57, 93.70), (raw.Close[after - 1], raw.Close[after]));
        Assert.Equal(93.70 * 7 / 645.57, adjusted.Close[after] / adjusted.Close[after - 1], 6);
        Assert.Equal("AAPL", adjusted.Symbol);
    }
}
