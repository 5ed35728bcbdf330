using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class PoolingTests
{
    [Fact]
    public void Windows()
    {
        LayerHarness.Check("max_pooling1d", () => new MaxPooling1D());
        LayerHarness.Check("max_pooling1d_same", () => new MaxPooling1D(3, strides: 2, WindowPadding.Same));
        LayerHarness.Check("max_pooling1d_same_uneven", () => new MaxPooling1D(4, strides: 3, WindowPadding.Same));
        LayerHarness.Check("average_pooling1d", () => new AveragePooling1D(3, strides: 2));
        LayerHarness.Check("average_pooling1d_same", () => new AveragePooling1D(3, strides: 2, WindowPadding.Same));
        LayerHarness.Check("average_pooling1d_same_uneven", () => new AveragePooling1D(4, strides: 3, WindowPadding.Same));
        LayerHarness.Check("max_pooling2d", () => new MaxPooling2D());
        LayerHarness.Check("max_pooling2d_same", () => new MaxPooling2D((3, 2), strides: 2, WindowPadding.Same));
        LayerHarness.Check("average_pooling2d", () => new AveragePooling2D((3, 2), strides: (1, 2)));
        LayerHarness.Check("average_pooling2d_same", () => new AveragePooling2D((3, 2), strides: 2, WindowPadding.Same));
        LayerHarness.Check("max_pooling3d", () => new MaxPooling3D());
        LayerHarness.Check("max_pooling3d_same", () => new MaxPooling3D((2, 3, 2), strides: 2, WindowPadding.Same));
        LayerHarness.Check("average_pooling3d", () => new AveragePooling3D());
        LayerHarness.Check("average_pooling3d_same", () => new AveragePooling3D((2, 3, 2), strides: 2, WindowPadding.Same));
    }

    [Fact]
    public void Whole_axes()
    {
        LayerHarness.Check("global_average_pooling1d", () => new GlobalAveragePooling1D());
        LayerHarness.Check("global_average_pooling1d_keepdims", () => new GlobalAveragePooling1D { KeepDims = true });
        LayerHarness.Check("global_max_pooling1d", () => new GlobalMaxPooling1D());
        LayerHarness.Check("global_max_pooling1d_keepdims", () => new GlobalMaxPooling1D { KeepDims = true });
        LayerHarness.Check("global_average_pooling2d", () => new GlobalAveragePooling2D());
        LayerHarness.Check("global_average_pooling2d_keepdims", () => new GlobalAveragePooling2D { KeepDims = true });
        LayerHarness.Check("global_max_pooling2d", () => new GlobalMaxPooling2D());
        LayerHarness.Check("global_max_pooling2d_keepdims", () => new GlobalMaxPooling2D { KeepDims = true });
        LayerHarness.Check("global_average_pooling3d", () => new GlobalAveragePooling3D());
        LayerHarness.Check("global_average_pooling3d_keepdims", () => new GlobalAveragePooling3D { KeepDims = true });
        LayerHarness.Check("global_max_pooling3d", () => new GlobalMaxPooling3D());
        LayerHarness.Check("global_max_pooling3d_keepdims", () => new GlobalMaxPooling3D { KeepDims = true });
    }

    [Fact]
    public void Given_sizes()
    {
        LayerHarness.Check("adaptive_average_pooling1d", () => new AdaptiveAveragePooling1D(3));
        LayerHarness.Check("adaptive_max_pooling1d", () => new AdaptiveMaxPooling1D(3));
        LayerHarness.Check("adaptive_average_pooling2d", () => new AdaptiveAveragePooling2D((3, 2)));
        LayerHarness.Check("adaptive_max_pooling2d", () => new AdaptiveMaxPooling2D((3, 2)));
        LayerHarness.Check("adaptive_average_pooling3d", () => new AdaptiveAveragePooling3D((3, 2, 2)));
        LayerHarness.Check("adaptive_max_pooling3d", () => new AdaptiveMaxPooling3D((3, 2, 2)));
    }

    [Fact]
    public void A_mean_over_a_sequence_leaves_masked_timesteps_out()
    {
        using var scope = NewDisposeScope();
        Tensor input = tensor(new float[] { 1, 10, 3, 20, 50, 90, 7, 7, 8, 8, 9, 9 }, 2, 3, 2);
        Masks.Attach(input, tensor(new[] { true, true, false, false, false, false }, 2, 3));
        Tensor output = new GlobalAveragePooling1D().Forward(input, CallContext.Infer);
        Assert.Equal([2f, 15f, 0f, 0f], output.data<float>().ToArray());
        Assert.Null(Masks.Of(output));
    }

    [Fact]
    public void Shapes_with_axes_not_known()
    {
        Assert.Equal([Shape.Unknown, 4, 3], new MaxPooling2D().ComputeOutputShape([Shape.Unknown, 9, 3]));
        Assert.Equal([3], new GlobalAveragePooling2D().ComputeOutputShape([Shape.Unknown, Shape.Unknown, 3]));
        Assert.Equal([1, 3], new GlobalMaxPooling1D { KeepDims = true }.ComputeOutputShape([Shape.Unknown, 3]));
        Assert.Equal([5, 3], new AdaptiveMaxPooling1D(5).ComputeOutputShape([Shape.Unknown, 3]));
    }

    [Fact]
    public void Errors_tell_the_mend()
    {
        Assert.Contains("MaxPooling1D 'max_pooling1d' got shape (None, 1, 2): its window spans 2", Refused(new MaxPooling1D(), [1, 2]), StringComparison.Ordinal);
        Assert.Contains("takes (batch, timesteps, channels)", Refused(new GlobalAveragePooling1D(), [28, 28, 1]), StringComparison.Ordinal);
        Assert.Contains("takes (batch, depth, height, width, channels)", Refused(new AdaptiveMaxPooling3D(2), [28, 28, 1]), StringComparison.Ordinal);
        Assert.Contains("never causal", Assert.Throws<ArgumentException>(() => new AveragePooling1D(2, padding: WindowPadding.Causal)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveAveragePooling2D(0));
    }

    private static string Refused(Layer layer, Shape input) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes([input])).Message;
}
