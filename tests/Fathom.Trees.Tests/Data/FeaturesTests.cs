namespace Fathom.Trees.Tests.Data;

public class FeaturesTests
{
    [Fact]
    public void Rows_of_any_kind_give_the_same_columns()
    {
        var random = new Random(1);
        var single = new float[200, 3];
        var twice = new double[200, 3];
        for (int row = 0; row < 200; row++)
        {
            for (int column = 0; column < 3; column++)
                twice[row, column] = single[row, column] = random.Next(5) == 0 ? float.NaN : random.NextSingle();
        }
        float[][] expected = [.. Enumerable.Range(0, 3).Select(column => Enumerable.Range(0, 200).Select(row => single[row, column]).ToArray())];
        Features[] all =
        [
            Features.FromRows(single), Features.FromRows(twice), Features.FromRows(single.Cast<float>().ToArray(), 3), Features.FromRows(twice.Cast<double>().ToArray(), 3),
            Features.FromColumns(expected[0], expected[1], expected[2]),
        ];
        Assert.All(all, features => Assert.Equal(expected, features.Columns.Select(column => column.Values)));
    }

    [Fact]
    public void Numbers_and_strings_stand_side_by_side()
    {
        Features features = Features.FromColumns(new double[] { 1, double.NaN }, new string?[] { "x", null }, FeatureColumn.Categories([1, -1], ["a", "b"], "letter"));
        Assert.Equal([false, true, true], features.Columns.Select(column => column.IsCategorical));
        Assert.Equal(["x"], features.Columns[1].CategoryLevels!);
        Assert.Equal([0, float.NaN], features.Columns[1].Values);
        Assert.Equal([1, float.NaN], features.Columns[2].Values);
        Assert.Equal("letter", features.Columns[2].Name);
    }

    [Fact]
    public void Taken_rows_come_in_the_order_asked_for()
    {
        Features features = Features.FromColumns(new float[] { 10, 11, 12 }, new string[] { "a", "b", "c" }).Take([2, 0, 2]);
        Assert.Equal([12, 10, 12], features.Columns[0].Values);
        Assert.Equal([2, 0, 2], features.Columns[1].Values);
        Assert.Equal(["a", "b", "c"], features.Columns[1].CategoryLevels!);
        Assert.Throws<ArgumentOutOfRangeException>(() => features.Take([3]));
    }

    [Fact]
    public void Bad_columns_are_refused_with_their_place()
    {
        Assert.Contains("Row 1 of feature 'price'", Assert.Throws<ArgumentException>(() => Features.FromRows(new[,] { { 1.0 }, { 1e300 } }, ["price"])).Message, StringComparison.Ordinal);
        Assert.Contains("column 1 has 2 rows but column 0 has 1", Assert.Throws<ArgumentException>(() => Features.FromColumns(new float[1], new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("5 values do not fill rows of 2", Assert.Throws<ArgumentException>(() => Features.FromRows(new float[5], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("1 names for 2 columns", Assert.Throws<ArgumentException>(() => Features.FromRows(new float[1, 2], ["a"])).Message, StringComparison.Ordinal);
        Assert.Contains("code 2, but there are only 2 levels", Assert.Throws<ArgumentException>(() => FeatureColumn.Categories([2], ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("'a' of feature 'x' appears twice", Assert.Throws<ArgumentException>(() => FeatureColumn.Categories([0], ["a", "a"], "x")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Features.FromColumns());
    }
}
