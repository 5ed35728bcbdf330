using Parquet;
using Parquet.Schema;

namespace Fathom.Tables.Tests;

public sealed class WritingTests : Scratch
{
    private static void AssertSame(Table expected, Table actual)
    {
        Assert.Equal(expected.Names, actual.Names);
        foreach (string name in expected.Names)
        {
            switch (expected[name])
            {
                case NumberColumn numbers:
                    Assert.Equal(numbers.Values.Select(BitConverter.DoubleToInt64Bits), actual.Number(name).Values.Select(BitConverter.DoubleToInt64Bits));
                    break;
                case TimeColumn times:
                    Assert.Equal(times.Values, actual.Time(name).Values);
                    Assert.Equal(times.Values.Select(time => time.Kind), actual.Time(name).Values.Select(time => time.Kind));
                    break;
                case CategoryColumn texts:
                    Assert.Equal(Enumerable.Range(0, texts.Count).Select(row => texts[row]), Enumerable.Range(0, texts.Count).Select(row => actual.Category(name)[row]));
                    break;
            }
        }
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    [InlineData("a.csv.gz")]
    public void What_is_written_reads_back_the_same(string name)
    {
        string path = Path.Combine(Folder, name);
        string?[] texts = ["plain", "a,b", "tab\there", "line\nbreak", "cr\r\nlf", "quote\"s", " blank ", "é", "日本", null, "'", ";", "|x"];
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = 1 + random.Next(40);
            var numbers = new double[rows];
            var times = new DateTime[rows];
            var utc = new DateTime[rows];
            var words = new string?[rows];
            var whole = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                double any = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
                numbers[row] = random.Next(6) == 0 || double.IsNaN(any) ? double.NaN : any;
                whole[row] = random.Next(-1000, 1000) / 8.0;
                times[row] = random.Next(8) == 0 ? TimeColumn.Missing : new DateTime(2000, 1, 1).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 9000));
                utc[row] = DateTime.SpecifyKind(new DateTime(1999, 12, 31).AddSeconds(random.Next()), DateTimeKind.Utc);
                words[row] = texts[random.Next(texts.Length)];
            }
            words[0] = "plain";
            times[0] = new DateTime(2020, 2, 29);
            var table = new Table(new NumberColumn("n", numbers), new TimeColumn("t", times), new CategoryColumn("c,\"d\"", words),
                new NumberColumn("w", whole), new TimeColumn("u", utc));
            table.Write(path);
            AssertSame(table, Table.Read(path));
        }
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_lone_column_keeps_its_missing_rows()
    {
        string path = Path.Combine(Folder, "a.csv");
        var table = new Table(new NumberColumn("x", [1, double.NaN, double.PositiveInfinity, double.NaN]));
        table.Write(path);
        AssertSame(table, Table.Read(path));
    }

    [Fact]
    public async Task Parquet_is_read_in_all_its_kinds()
    {
        string path = Path.Combine(Folder, "a.parquet");
        var number = new DataField<double>("number");
        var holes = new DataField<double>("holes", true);
        var count = new DataField<long>("count", true);
        var truth = new DataField<bool>("truth");
        var time = new DateTimeDataField("time", DateTimeFormat.Timestamp);
        var text = new DataField("text", typeof(string), isNullable: true);
        var day = new DataField("day", typeof(string), isNullable: true);
        await using (FileStream file = File.Create(path))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(number, holes, count, truth, time, text, day), file, cancellationToken: TestContext.Current.CancellationToken))
        {
            for (int group = 0; group < 2; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync<double>(number, new double[] { 0.1 + group, -2.5, 1e300 });
                await rows.WriteAsync<double>(holes, new double?[] { null, 1.5, null });
                await rows.WriteAsync<long>(count, new long?[] { 7, null, 9_007_199_254_740_991 });
                await rows.WriteAsync<bool>(truth, new bool[] { true, false, true });
                await rows.WriteAsync<DateTime>(time, new DateTime[] { new(2020, 3, 16), new(2020, 3, 17, 10, 30, 0), new(1999, 1, 1) });
                await rows.WriteAsync(text, (string[])["7", null!, "x"]);
                await rows.WriteAsync(day, (string[])["2020-01-02", null!, "2020-01-03"]);
            }
        }
        Table table = Table.Read(path);
        Assert.Equal([0.1, -2.5, 1e300, 1.1, -2.5, 1e300], table.Number("number").Values);
        Assert.Equal([double.NaN, 1.5, double.NaN, double.NaN, 1.5, double.NaN], table.Number("holes").Values);
        Assert.Equal([7, double.NaN, 9_007_199_254_740_991, 7, double.NaN, 9_007_199_254_740_991], table.Number("count").Values);
        Assert.Equal([1, 0, 1, 1, 0, 1], table.Number("truth").Values);
        Assert.Equal(new DateTime(2020, 3, 17, 10, 30, 0), table.Time("time")[4]);
        Assert.Equal(["7", null, "x"], Enumerable.Range(0, 3).Select(row => table.Category("text")[row]));
        Assert.Equal([new DateTime(2020, 1, 2), TimeColumn.Missing, new DateTime(2020, 1, 3)], table.Slice(0, 3).Time("day").Values);
        Assert.Equal(["count", "time"], Table.Read(path, new ReadOptions { Columns = ["time", "count"] }).Names);
        Assert.Contains("memory limit", Assert.Throws<TableException>(() => Table.Read(path, new ReadOptions { MemoryLimit = 100 })).Message, StringComparison.Ordinal);

        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Throws<TableException>(() => Table.Read(Write("cut.parquet", bytes[..(bytes.Length / 2)])));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file()
    {
        string path = Path.Combine(Folder, "sub", "a.txt");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Throws<TableException>(() => new Table(new NumberColumn("x", [1])).Write(Path.Combine(Folder, "a.xlsx")));
    }
}
