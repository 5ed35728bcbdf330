namespace Fathom.Tests;

public class ShapeTests
{
    [Fact]
    public void Prints_as_keras_does()
    {
        Assert.Equal("(None, 28, 28, 1)", new Shape(28, 28, 1).ToString());
        Assert.Equal("(None, None, 14)", new Shape(Shape.Unknown, 14).ToString());
        Assert.Equal("(None,)", new Shape().ToString());
    }

    [Fact]
    public void Equality_is_by_axes()
    {
        Assert.Equal(new Shape(3, 4), [3, 4]);
        Assert.NotEqual(new Shape(3, 4), [4, 3]);
        Assert.True(new Shape(Shape.Unknown, 4).Matches([7, 4]));
        Assert.False(new Shape(Shape.Unknown, 4).Matches([7, 5]));
    }

    [Fact]
    public void An_impossible_axis_is_refused() => Assert.Contains("leave the batch axis out", Assert.Throws<ArgumentException>(() => new Shape(0, 3)).Message);
}
