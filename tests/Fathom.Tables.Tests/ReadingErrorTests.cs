using System.IO.Compression;
using System.Text;

namespace Fathom.Tables.Tests;

public sealed class ReadingErrorTests : Scratch
{
    private static string Message(Func<object> act)
    {
        TableException error = Assert.Throws<TableException>(act);
        Assert.False(string.IsNullOrWhiteSpace(error.What) || string.IsNullOrWhiteSpace(error.Where) || string.IsNullOrWhiteSpace(error.Mend));
        return error.Message;
    }

    [Fact]
    public void Bytes_are_not_taken_for_text()
    {
        File.WriteAllBytes(Path.Combine(Folder, "bytes.csv"), [.. "a,b\n1,"u8, 7, 0, 2]);
        Assert.Contains("bytes, not text: byte 8 is zero", Message(() => Table.Read(Path.Combine(Folder, "bytes.csv"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_names_its_neighbours()
    {
        Write("prices.csv", "a\n1\n");
        Assert.Contains("Did you mean 'prices.csv'?", Message(() => Table.Read(Path.Combine(Folder, "prcies.csv"))), StringComparison.Ordinal);
        Assert.Contains("does not exist", Message(() => Table.Read(Path.Combine(Folder, "no", "prices.csv"))), StringComparison.Ordinal);
        Assert.Contains("is a folder", Message(() => Table.Read(Folder)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "holds no rows")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,b\n1,2\n\"x\ny\",3\n4,5,6\n", "Line 5 has 3 fields where the names have 2")]
    [InlineData("a,b\n1,2\n3\n", "Line 3 has 1 fields")]
    [InlineData("a,b,a\n1,2,3\n", "Columns 1 and 3 are both called 'a'")]
    [InlineData("0.1,2.5\n1,2\n", "HeaderRows to 0")]
    [InlineData("a,b\n1,\"open\n2,3\n", "Quotes do not match")]
    public void Broken_files_are_refused_with_their_line(string content, string part) =>
        Assert.Contains(part, Message(() => Table.Read(Write("a.csv", content))), StringComparison.Ordinal);

    [Fact]
    public void Two_header_lines_are_hinted_at() =>
        Assert.Contains("HeaderRows to 2", Message(() => Table.Read(Write("a.csv", ",Close,Close\n,A,B\nDate,,\n2020-01-01,1,2\n"))), StringComparison.Ordinal);

    [Fact]
    public void Unknown_endings_and_damage_are_refused()
    {
        Assert.Contains("'.xlsx' are not read", Message(() => Table.Read(Write("a.xlsx", "x"))), StringComparison.Ordinal);
        Assert.Contains("not a parquet file", Message(() => Table.Read(Write("a.parquet", "PAR1 this is none, but long enough to try"))), StringComparison.Ordinal);
        Assert.Contains("damaged", Message(() => Table.Read(Write("a.csv.gz", "a,b\n1,2\n"))), StringComparison.Ordinal);
        Assert.Contains("damaged", Message(() => Table.Read(Write("a.zip", "a,b\n1,2\n"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gz_cut_short_is_refused()
    {
        byte[] content = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 7919 % 10007},{i}\n")));
        using var gz = new MemoryStream();
        using (var pack = new GZipStream(gz, CompressionLevel.Fastest, leaveOpen: true)) pack.Write(content);
        Assert.Contains("damaged", Message(() => Table.Read(Write("a.csv.gz", gz.ToArray()[..(int)(gz.Length / 2)]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_not_there_suggest_near_names()
    {
        string path = Write("a.csv", "open,close\n1,2\n");
        Table table = Table.Read(path);
        Assert.Contains("No such column 'clsoe'", Message(() => table["clsoe"]), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'close'?", Message(() => table["clsoe"]), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'close'?", Message(() => table["Close"]), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'close'?", Message(() => Table.Read(path, new ReadOptions { Columns = ["cloze"] })), StringComparison.Ordinal);
        Assert.Contains("The columns are 'open', 'close'.", Message(() => table["volume"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_among_numbers_is_named_by_row_and_line()
    {
        string rows = string.Concat(Enumerable.Range(1, 16).Select(row => $"{row},{row}\n"));
        Table table = Table.Read(Write("prices.csv", "close,open\n" + rows + "abc,1\n18,2\n"));
        Assert.Contains("Column 'close' holds text: row 17 (line 18) of prices.csv has 'abc'.", Message(() => table.Number("close")), StringComparison.Ordinal);
        Assert.Contains("line 18", Message(() => table.Slice(0, 3).Number("close")), StringComparison.Ordinal);
        Assert.Contains("holds numbers, not times", Message(() => table.Time("open")), StringComparison.Ordinal);
        string late = Write("late.csv", "t,x\n2020-01-01,1\nlater,2\n");
        Assert.Contains("row 2 (line 3) of late.csv has 'later'", Message(() => Table.Read(late).Time("t")), StringComparison.Ordinal);
        Assert.Contains("row 2 (line 3) of late.csv has 'later'", Message(() => Table.Read(late, new ReadOptions { Times = ["t"] })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_over_the_memory_limit_is_refused_early()
    {
        string path = Write("big.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i}.5,{i}.25\n")));
        string message = Message(() => Table.Read(path, new ReadOptions { MemoryLimit = 1 << 20 }));
        Assert.Contains("memory limit of 1 MiB", message, StringComparison.Ordinal);
        Assert.Contains("ReadOptions.Columns", message, StringComparison.Ordinal);
        string early = Message(() => Table.Read(path, new ReadOptions { MemoryLimit = 2_000_000 }));
        Assert.Contains("would take about", early, StringComparison.Ordinal);
        Assert.Equal(200_000, Table.Read(path, new ReadOptions { MemoryLimit = 1_700_000, Columns = ["a"] }).RowCount);
    }
}
