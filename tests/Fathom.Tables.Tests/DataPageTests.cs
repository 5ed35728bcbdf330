namespace Fathom.Tables.Tests;

/// <summary>The code of docs/data.md, line by line: it compiles and runs here, and the page holds nothing else.</summary>
public sealed class DataPageTests : Scratch
{
    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Tables.Tests", "DataPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "data.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = line == "```csharp";
            else if (code) Assert.Contains(line.Trim(), here);
        }
    }

    [Fact]
    public void The_code_of_the_page_runs()
    {
        Write("prices.csv", "time,open,high,low,close\n2020-01-03,2,4,1,3\n2020-01-02,1,2,1,2\n2019-12-30,1,1,1,1\n");
        Write("preise.csv", "zeit;preis\n2.1.2020;1,5\n");
        Write("yfinance.csv", ",Close,Close\n,AAPL,SPY\nDate,,\n2020-01-02,1,2\n");
        Write("matrix.csv", "0.5,1\n0.25,2\n");
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Folder;
        try
        {
            Table table = Table.Read("prices.csv");
            double[] close = table.Number("close").Values;
            DateTime[] time = table.Time("time").Values;
            Table chosen = Table.Read("prices.csv", new ReadOptions { Columns = ["time", "close"], Times = ["time"] });
            Table european = Table.Read("preise.csv", new ReadOptions { Delimiter = ';', DecimalSign = ',' });
            Table yahoo = Table.Read("yfinance.csv", new ReadOptions { HeaderRows = 2 });
            Table nameless = Table.Read("matrix.csv", new ReadOptions { HeaderRows = 0 });
            Table recent = table.Filter(row => time[row].Year >= 2020).Sort("time");
            float[,] matrix = recent.ToMatrix("open", "close");
            recent.With(new NumberColumn("range", [.. recent.Number("high").Values.Zip(recent.Number("low").Values, (high, low) => high - low)])).Write("recent.csv");

            Assert.Equal([3, 2, 1], close);
            Assert.Equal(["time", "close"], chosen.Names);
            Assert.Equal((1.5, new DateTime(2020, 1, 2)), (european.Number("preis")[0], european.Time("zeit")[0]));
            Assert.Equal(1, yahoo.Number("Close AAPL")[0]);
            Assert.Equal([0.5, 0.25], nameless.Number("column1").Values);
            Assert.Equal(new float[,] { { 1, 2 }, { 2, 3 } }, matrix);
            Assert.Equal([1, 3], Table.Read("recent.csv").Number("range").Values);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        Bars spy = Datasets.Spy();
        Bars asTraded = Datasets.SpyUnadjusted();
        Bars vix = Datasets.Vix();
        Assert.True(spy.Count == asTraded.Count && vix.Count > spy.Count);
    }

    [Fact]
    public async Task The_catalogue_code_of_the_page_runs()
    {
        Data("course/yfinance.csv");
        string path = Datasets.Find("yfinance.csv");
        Table prices = Datasets.Read("yfinance.csv");
        Assert.Equal(prices.RowCount, Table.Read(path, Datasets.Entry("yfinance.csv").Read).RowCount);
        Data("timeseries/jena_climate_2009_2016.csv.zip");
        string downloaded = await Datasets.DownloadAsync("jena_climate_2009_2016.csv.zip");
        Assert.Equal(420_551, Table.Read(downloaded).RowCount);
    }
}
