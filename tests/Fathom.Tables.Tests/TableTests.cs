namespace Fathom.Tables.Tests;

public sealed class TableTests
{
    private static Table Sample() => new(
        new TimeColumn("time", [new(2020, 1, 3), new(2020, 1, 1), TimeColumn.Missing, new(2020, 1, 2)]),
        new NumberColumn("x", [3, double.NaN, 1, 1]),
        new CategoryColumn("c", ["b", "a", null, "b"]));

    [Fact]
    public void Columns_are_chosen_dropped_added_and_replaced()
    {
        Table table = Sample();
        Assert.Equal(["c", "x"], table.Select("c", "x").Names);
        Assert.Equal(["time", "c"], table.Drop("x").Names);
        Assert.Equal(["time", "x", "c", "y"], table.With(new NumberColumn("y", [1, 2, 3, 4])).Names);
        Table replaced = table.With(new NumberColumn("x", [1, 2, 3, 4]));
        Assert.Equal(["time", "x", "c"], replaced.Names);
        Assert.Equal(10, replaced.Number("x").Values.Sum());
        Assert.Equal("y", table["x"].Rename("y").Name);
    }

    [Fact]
    public void Rows_are_cut_filtered_and_sorted()
    {
        Table table = Sample();
        Assert.Equal([double.NaN, 1], table.Slice(1, 2).Number("x").Values);
        Assert.Equal([1, 3, 3], table.Rows([3, 0, 0]).Number("x").Values);
        Assert.Equal(2, table.Filter(row => table.Category("c")[row] == "b").RowCount);
        Assert.Equal([1, 1, 3, double.NaN], table.Sort("x").Number("x").Values);
        Assert.Equal([3, 1, 1, double.NaN], table.Sort("x", descending: true).Number("x").Values);
        Assert.Equal([2, 3], table.Sort("x").Head(2).Time("time").Values.Select(time => time == TimeColumn.Missing ? 2 : 3));
        Assert.Equal(["a", "b", "b", null], Enumerable.Range(0, 4).Select(row => table.Sort("c").Category("c")[row]));
        Assert.Equal([1, 2, 3, 0], table.Sort("time").Time("time").Values.Select(time => time == TimeColumn.Missing ? 0 : time.Day));
        Assert.Equal(4, table.Head(100).RowCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Rows([4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Slice(2, 3));
    }

    [Fact]
    public void Numbers_make_a_matrix()
    {
        Table table = Sample().With(new NumberColumn("y", [1, 2, 3, 4]));
        Assert.Equal(new float[,] { { 1, 3 }, { 2, float.NaN }, { 3, 1 }, { 4, 1 } }, table.ToMatrix("y", "x"));
        Assert.Equal(2, table.ToMatrix().GetLength(1));
        Assert.Contains("holds text", Assert.Throws<TableException>(() => table.ToMatrix("c")).Message, StringComparison.Ordinal);
        Assert.Throws<TableException>(() => table.Select("c").ToMatrix());
    }

    [Fact]
    public void Tables_that_cannot_be_are_refused()
    {
        Assert.Throws<TableException>(() => new Table());
        Assert.Throws<TableException>(() => new Table(new NumberColumn("a", [1]), new NumberColumn("a", [1])));
        Assert.Throws<TableException>(() => new Table(new NumberColumn("a", [1]), new NumberColumn("b", [1, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryColumn("a", ["x"], [1]));
        Assert.Throws<TableException>(() => new Bars("X", [new(2020, 1, 2), new(2020, 1, 2)], [1, 1], [1, 1], [1, 1], [1, 1], []));
        Assert.Throws<TableException>(() => new Bars("X", [new(2020, 1, 2)], [1, 1], [1], [1], [1], []));
    }

    [Fact]
    public void The_preview_shows_the_first_rows()
    {
        string expected = """
            4 rows, 3 columns
            time        x  c
            2020-01-03  3  b
            2020-01-01  –  a
            … 2 more rows

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Sample().Preview(2));
    }

    [Theory]
    [InlineData("close", "clsoe", 1)]
    [InlineData("close", "CLOSE", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Distances_are_those_of_optimal_string_alignment(string first, string second, int distance) =>
        Assert.Equal(distance, NearNames.Distance(first, second));
}
