using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Tests.Layers;

public class ReshapingTests
{
    [Fact]
    public void Shapes_of_samples()
    {
        LayerHarness.Check("flatten", () => new Flatten());
        LayerHarness.Check("reshape", () => new Reshape(Shape.Unknown, 2));
        LayerHarness.Check("permute", () => new Permute(2, 1));
        LayerHarness.Check("repeat_vector", () => new RepeatVector(5));
    }

    [Fact]
    public void Margins()
    {
        LayerHarness.Check("cropping1d", () => new Cropping1D((1, 2)));
        LayerHarness.Check("cropping2d", () => new Cropping2D((1, 0), (2, 1)));
        LayerHarness.Check("cropping2d_even", () => new Cropping2D(1));
        LayerHarness.Check("cropping3d", () => new Cropping3D((1, 0), (0, 2), (1, 2)));
        LayerHarness.Check("zero_padding1d", () => new ZeroPadding1D((2, 1)));
        LayerHarness.Check("zero_padding2d", () => new ZeroPadding2D(1, (0, 2)));
        LayerHarness.Check("zero_padding2d_even", () => new ZeroPadding2D());
        LayerHarness.Check("zero_padding3d", () => new ZeroPadding3D(1, (0, 2), (1, 0)));
    }

    [Fact]
    public void Larger_images()
    {
        LayerHarness.Check("up_sampling1d", () => new UpSampling1D(3));
        LayerHarness.Check("up_sampling2d", () => new UpSampling2D((2, 3)));
        LayerHarness.Check("up_sampling2d_bilinear", () => new UpSampling2D((2, 3)) { Interpolation = Interpolation.Bilinear });
        LayerHarness.Check("up_sampling3d", () => new UpSampling3D((2, 1, 3)));
    }

    [Fact]
    public void Shapes_with_axes_not_known()
    {
        Assert.Equal([Shape.Unknown, 8, 3], new Cropping2D(1).ComputeOutputShape([Shape.Unknown, 10, 3]));
        Assert.Equal([Shape.Unknown, 3], new ZeroPadding1D(2).ComputeOutputShape([Shape.Unknown, 3]));
        Assert.Equal([Shape.Unknown, 20, 3], new UpSampling2D().ComputeOutputShape([Shape.Unknown, 10, 3]));
        Assert.Equal([Shape.Unknown], new Flatten().ComputeOutputShape([Shape.Unknown, 3]));
    }

    // What get_config of Keras 3.12 gives; its constructors refuse any other key.
    [Fact]
    public void Options_are_those_Keras_takes()
    {
        Assert.Equal(["cropping"], Options(new Cropping1D()));
        Assert.Equal(["cropping", "data_format"], Options(new Cropping2D()));
        Assert.Equal(["cropping", "data_format"], Options(new Cropping3D()));
        Assert.Equal(["data_format", "padding"], Options(new ZeroPadding1D()));
        Assert.Equal(["data_format", "padding"], Options(new ZeroPadding3D()));
        Assert.Equal(["size"], Options(new UpSampling1D()));
        Assert.Equal(["data_format", "interpolation", "size"], Options(new UpSampling2D()));
        Assert.Equal(["data_format", "size"], Options(new UpSampling3D()));
        Assert.Equal(["data_format"], Options(new Flatten()));
        Assert.Equal("[[2,2],[2,2],[2,2]]", new Cropping3D(2).GetConfig()["cropping"]!.ToJsonString());
        Assert.Equal("[[1,1],[2,2]]", new ZeroPadding2D(1, 2).GetConfig()["padding"]!.ToJsonString());
        Assert.Equal("[1,1]", new Cropping1D().GetConfig()["cropping"]!.ToJsonString());

        static IEnumerable<string> Options(Layer layer) => layer.GetConfig().Select(option => option.Key).Except(["name", "trainable", "dtype"]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Lengths_that_come_with_the_data_are_checked()
    {
        using var scope = torch.NewDisposeScope();
        Layer crop = new Cropping1D(2), shape = new Reshape(Shape.Unknown, 4);
        foreach (Layer layer in (Layer[])[crop, shape]) layer.Build([new Shape(Shape.Unknown, 3)]);
        Assert.Contains("Take away less", Assert.Throws<ShapeException>(() => crop.Forward(torch.ones(2, 4, 3), CallContext.Infer)).Message, StringComparison.Ordinal);
        Assert.Contains("15 values a sample", Assert.Throws<ShapeException>(() => shape.Forward(torch.ones(2, 5, 3), CallContext.Infer)).Message, StringComparison.Ordinal);
        Assert.Equal([2, 3, 4], shape.Forward(torch.ones(2, 4, 3), CallContext.Infer).shape);
    }

    // The three ways in which keras.layers.ZeroPadding2D takes its padding.
    [Theory]
    [InlineData("3", 3, 3, 3, 3), InlineData("[1, 2]", 1, 1, 2, 2), InlineData("[[1, 2], [3, 4]]", 1, 2, 3, 4)]
    public void Margins_as_Keras_writes_them(string padding, int top, int bottom, int left, int right)
    {
        var config = new JsonObject { ["name"] = "zero_padding2d", ["padding"] = JsonNode.Parse(padding) };
        Assert.Equal([(top, bottom), (left, right)], ZeroPadding2D.FromConfig(config).Margins);
    }

    [Fact]
    public void Errors_tell_the_mend()
    {
        Assert.Contains("6 values a sample, which cannot become (None, 4)", Refused(new Reshape(4), [2, 3]), StringComparison.Ordinal);
        Assert.Contains("more than one axis open", Assert.Throws<ArgumentException>(() => new Reshape(Shape.Unknown, Shape.Unknown)).Message, StringComparison.Ordinal);
        Assert.Contains("Name each of 1", Assert.Throws<ArgumentException>(() => new Permute(0, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("orders 2 axes", Refused(new Permute(2, 1), [3]), StringComparison.Ordinal);
        Assert.Contains("takes one input but got 2", Assert.Throws<ShapeException>(() => new Flatten().ComputeOutputShapes([[2], [3]])).Message, StringComparison.Ordinal);
        Assert.Contains("nothing would be left of an axis of 4 without 2 at the start and 2 at the end", Refused(new Cropping1D(2), [4, 3]), StringComparison.Ordinal);
        Assert.Contains("0 or more at either end", Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding1D(-1)).Message, StringComparison.Ordinal);
        Assert.Contains("takes (batch, features)", Refused(new RepeatVector(3), [4, 3]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new UpSampling1D(0));
        var lanczos = new JsonObject { ["name"] = "up", ["size"] = 2, ["interpolation"] = "lanczos3" };
        Assert.Contains("nearest and bilinear", Assert.Throws<ModelFormatException>(() => UpSampling2D.FromConfig(lanczos)).Message, StringComparison.Ordinal);
        var three = new JsonObject { ["name"] = "crop", ["cropping"] = new JsonArray(1, 2, 3) };
        Assert.Contains("does not give 2 pairs", Assert.Throws<ModelFormatException>(() => Cropping2D.FromConfig(three)).Message, StringComparison.Ordinal);
    }

    private static string Refused(Layer layer, Shape input) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes([input])).Message;
}
