using System.IO.Compression;
using System.Text;

namespace Fathom.Tables.Tests;

public sealed class CsvReadingTests : Scratch
{
    [Fact]
    public void Kinds_come_from_all_cells()
    {
        Table table = Table.Read(Write("a.csv", "n,t,c,b,m,late\n1,2020-01-02,x,true,,1\n-2.5e3,2020-01-03,y,FALSE,NA,2\nNaN,,x,,null,z\n"));
        Assert.Equal([1, -2500, double.NaN], table.Number("n").Values);
        Assert.Equal([new DateTime(2020, 1, 2), new DateTime(2020, 1, 3), TimeColumn.Missing], table.Time("t").Values);
        Assert.Equal(["x", "y"], table.Category("c").Levels);
        Assert.Equal([0, 1, 0], table.Category("c").Codes);
        Assert.Equal([1, 0, double.NaN], table.Number("b").Values);
        Assert.Equal(3, table.Number("m").MissingCount);
        Assert.Equal(["1", "2", "z"], table.Category("late").Levels);
    }

    [Fact]
    public void Quotes_hold_delimiters_line_breaks_and_quotes()
    {
        Table table = Table.Read(Write("a.csv", "\"a,b\",c\r\n\"one\r\ntwo\",1\r\n\"say \"\"hi\"\"\",2\r\n\r\n"));
        Assert.Equal(["a,b", "c"], table.Names);
        Assert.Equal("one\r\ntwo", table.Category("a,b")[0]);
        Assert.Equal("say \"hi\"", table.Category("a,b")[1]);
        Assert.Equal([1, 2], table.Number("c").Values);
    }

    [Theory]
    [InlineData("a.csv", "a;b\n1;x\n2;y\n")]
    [InlineData("a.txt", "a|b\n1|x\n2|y\n")]
    [InlineData("a.csv", "a\tb\n1\tx\n2\ty\n")]
    [InlineData("a.tsv", "a\tb\n1\tx\n2\ty\n")]
    [InlineData("a.csv", "\uFEFFa, b\n1, x\n 2,y\n")]
    [InlineData("a.csv", "a,b\r1,x\r2,y")]
    public void Delimiters_blanks_marks_and_line_ends_are_found(string name, string content)
    {
        Table table = Table.Read(Write(name, content));
        Assert.Equal(["a", "b"], table.Names);
        Assert.Equal([1, 2], table.Number("a").Values);
        Assert.Equal(["x", "y"], table.Category("b").Levels);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("-0")]
    [InlineData("123456789.123456789")]
    [InlineData("9007199254740993")]
    [InlineData("2.2250738585072014E-308")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("4.9406564584124654E-324")]
    [InlineData("0.000000000000000001")]
    [InlineData("999999999999999999")]
    [InlineData("1e-5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+7")]
    public void Numbers_are_rounded_correctly(string text)
    {
        double expected = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        double read = Table.Read(Write("a.csv", $"x,y\n{text},1\n")).Number("x")[0];
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(read));
    }

    [Fact]
    public void Grouped_digits_are_text_not_another_number()
    {
        Table table = Table.Read(Write("a.csv", "x,y\n\"1,234\",1\n"));
        Assert.Equal("1,234", table.Category("x")[0]);
        Table comma = Table.Read(Write("b.csv", "x;y\n1,25;2\n-3;4\n"), new ReadOptions { DecimalSign = ',' });
        Assert.Equal([1.25, -3], comma.Number("x").Values);
    }

    [Fact]
    public void Dates_are_read_in_the_usual_forms()
    {
        DateTime day = new(2020, 3, 16);
        foreach (string text in (string[])["2020-03-16", "2020/3/16", "16.03.2020", "3/16/2020", "16/3/2020", "2020-03-16 00:00", "2020-03-16T00:00:00.000", "20200316 00:00", "20200316"])
            Assert.Equal(day, Table.Read(Write("a.csv", $"date,x\n{text},1\n")).Time("date")[0]);
        Assert.Equal(new DateTime(2020, 3, 1), Table.Read(Write("a.csv", "month,x\n2020-03,1\n")).Time("month")[0]);
        DateTime utc = Table.Read(Write("a.csv", "t,x\n2020-03-16 01:30:00.25+02:00,1\n")).Time("t")[0];
        Assert.Equal(new DateTime(2020, 3, 15, 23, 30, 0, 250), utc);
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Fact]
    public void The_order_of_day_and_month_is_that_of_the_whole_column()
    {
        Assert.Equal([new DateTime(2020, 4, 3), new DateTime(2020, 4, 13), new DateTime(2020, 5, 6)],
            Table.Read(Write("a.csv", "t,x\n3/4/2020,1\n13/4/2020,1\n6/5/2020,1\n")).Time("t").Values);
        Assert.Equal([new DateTime(2020, 3, 4), new DateTime(2020, 4, 13)], Table.Read(Write("a.csv", "t,x\n3/4/2020,1\n4/13/2020,1\n")).Time("t").Values);
        Assert.Equal("text", Table.Read(Write("a.csv", "t,x\n13/4/2020,1\n4/13/2020,1\n"))["t"].Kind);
    }

    [Fact]
    public void Digits_are_dates_where_asked_or_where_the_name_says_so()
    {
        string path = Write("a.csv", "date,volume,period\n20200316,20200316,202003\n20200317,20200101,202004\n");
        Table table = Table.Read(path);
        Assert.Equal("time", table["date"].Kind);
        Assert.Equal("number", table["volume"].Kind);
        Assert.Equal("number", table["period"].Kind);
        Assert.Equal(new DateTime(2020, 4, 1), Table.Read(path, new ReadOptions { Times = ["period"] }).Time("period")[1]);
        Assert.Equal(new DateTime(2020, 1, 16), Table.Read(Write("b.csv", "t,x\n16|01|20,1\n"), new ReadOptions { Delimiter = ',', TimeFormat = "dd|MM|yy" }).Time("t")[0]);
    }

    [Fact]
    public void Header_lines_join_and_may_be_absent()
    {
        Table two = Table.Read(Write("a.csv", ",Close,Close,Open\n,AAPL,SPY,SPY\nDate,,,\n2020-01-02,1,2,3\n"), new ReadOptions { HeaderRows = 2 });
        Assert.Equal(["Date", "Close AAPL", "Close SPY", "Open SPY"], two.Names);
        Assert.Equal(1, two.RowCount);
        Table none = Table.Read(Write("b.csv", "0.1,2\n0.3,4\n"), new ReadOptions { HeaderRows = 0 });
        Assert.Equal(["column1", "column2"], none.Names);
        Assert.Equal([0.1, 0.3], none.Number("column1").Values);
    }

    [Fact]
    public void Packed_files_are_read_through()
    {
        byte[] content = Encoding.UTF8.GetBytes("a,b\n1,x\n7,y\n");
        using var gz = new MemoryStream();
        using (var pack = new GZipStream(gz, CompressionLevel.Fastest, leaveOpen: true)) pack.Write(content);
        Assert.Equal([1, 7], Table.Read(Write("a.csv.gz", gz.ToArray())).Number("a").Values);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("inner/a.csv").Open();
            entry.Write(content);
        }
        Assert.Equal([1, 7], Table.Read(Write("a.zip", zip.ToArray())).Number("a").Values);
    }

    [Fact]
    public void Chosen_columns_are_read_alone()
    {
        Table table = Table.Read(Write("a.csv", "a,b,c\n1,x,2\n3,y,4\n"), new ReadOptions { Columns = ["c", "a"] });
        Assert.Equal(["a", "c"], table.Names);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_read_as_latin1()
    {
        Table table = Table.Read(Write("a.csv", Encoding.Latin1.GetBytes("a,b\ncafé,1\n")));
        Assert.Equal("café", table.Category("a")[0]);
    }

    [Fact]
    public void Text_that_shows_late_keeps_its_first_cells_as_written()
    {
        var content = new StringBuilder("code,n\n");
        for (int row = 0; row < 5000; row++) content.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row:000000},{row}\n");
        Table table = Table.Read(Write("a.csv", content.Append("end,1\n").ToString()));
        Assert.Equal("000017", table.Category("code")[17]);
        Assert.Equal(5001, table.Category("code").Levels.Length);
        Assert.Equal(4999, table.Number("n")[4999]);
    }
}
