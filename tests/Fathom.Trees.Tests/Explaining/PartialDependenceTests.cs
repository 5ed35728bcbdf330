using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Explaining;

public class PartialDependenceTests
{
    private static readonly JsonElement Fixture =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "dependence.json"))).RootElement;

    private static readonly Features Rows = Features.FromRows(PeerFixture.Matrix(Fixture.GetProperty("x")));

    [Fact]
    public void Equals_scikit_learns_curves_and_surface()
    {
        foreach (JsonElement expected in Fixture.GetProperty("curves").EnumerateArray())
        {
            DependenceCurve curve = PartialDependence.Curve(Known, Rows, expected.GetProperty("column").GetInt32(), points: 11);
            PeerFixture.AssertClose(PeerFixture.Flat(expected.GetProperty("values")), [.. curve.Values], 1e-6);
            PeerFixture.AssertClose(PeerFixture.Flat(expected.GetProperty("average")), curve.Average, 1e-6);
            PeerFixture.AssertClose(PeerFixture.Flat(expected.GetProperty("individual")), [.. curve.Individual.Cast<double>()], 1e-6);
        }
        JsonElement both = Fixture.GetProperty("surface");
        DependenceSurface surface = PartialDependence.Surface(Known, Rows, 0, 2, points: 7);
        PeerFixture.AssertClose(PeerFixture.Flat(both.GetProperty("second")), [.. surface.SecondValues], 1e-6);
        PeerFixture.AssertClose(PeerFixture.Flat(both.GetProperty("average")), [.. surface.Average.Cast<double>()], 1e-6);
    }

    [Fact]
    public void Centered_curves_start_at_zero_and_keep_their_shape()
    {
        DependenceCurve curve = PartialDependence.Curve(Known, Rows, 0, points: 5), centered = curve.Centered();
        for (int row = 0; row < Rows.RowCount; row++)
        {
            Assert.Equal(0, centered.Individual[row, 0]);
            Assert.Equal(curve.Individual[row, 4] - curve.Individual[row, 0], centered.Individual[row, 4], 1e-12);
        }
    }

    [Fact]
    public void Levels_of_categories_are_varied_and_missing_values_left_out()
    {
        Features features = Features.FromColumns(FeatureColumn.Categories(["b", null, "a", "b"], "city"), FeatureColumn.Numbers([1f, float.NaN, 3, 3], "age"));
        DependenceCurve curve = PartialDependence.Curve(rows => [.. rows.Columns[0].Values.Select(code => code == 0 ? 10f : 1f)], features, 0);
        Assert.Equal(["b", "a"], curve.Levels!);
        Assert.Equal([10, 1], curve.Average);
        Assert.Equal([1, 3], PartialDependence.Curve(rows => rows.Columns[1].Values, features, 1).Values);
    }

    [Fact]
    public void Bad_questions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PartialDependence.Surface(Known, Rows, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartialDependence.Curve(Known, Rows, 3));
        Assert.Throws<ArgumentException>(() => PartialDependence.Curve(_ => [1f], Rows, 0));
        Assert.Throws<ArgumentException>(() => PartialDependence.Curve(Known, Features.FromColumns(new float[] { float.NaN }), 0));
    }

    private static float[] Known(Features rows) => [.. Enumerable.Range(0, rows.RowCount).Select(row =>
        (float)(rows.Columns[0].Values[row] * rows.Columns[1].Values[row] + Math.Sin(rows.Columns[2].Values[row])))];
}
