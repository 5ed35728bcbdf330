using Fathom.Layers;

namespace Fathom.Tests.Layers;

public class LayerTests
{
    [Fact]
    public void Reshaping_layers()
    {
        LayerHarness.Check("flatten", () => new Flatten());
        LayerHarness.Check("reshape", () => new Reshape(Shape.Unknown, 2));
        LayerHarness.Check("permute", () => new Permute(2, 1));
    }

    [Fact]
    public void Merging_layers()
    {
        LayerHarness.Check("add", () => new Add());
        LayerHarness.Check("concatenate", () => new Concatenate());
        LayerHarness.Check("concatenate_axis_1", () => new Concatenate { Axis = 1 });
    }

    [Fact]
    public void Convolutions()
    {
        LayerHarness.Check("conv1d_valid", () => new Conv1D(5, 4, Activation.Tanh));
        LayerHarness.Check("conv1d_same_strides", () => new Conv1D(5, 4) { Padding = WindowPadding.Same, Strides = 2 });
        LayerHarness.Check("conv1d_causal_dilation", () => new Conv1D(5, 3) { Padding = WindowPadding.Causal, DilationRate = 2 });
        LayerHarness.Check("conv1d_groups", () => new Conv1D(6, 2) { Groups = 2 });
        LayerHarness.Check("conv2d_valid", () => new Conv2D(4, (3, 2)));
        LayerHarness.Check("conv2d_same_strides", () => new Conv2D(4, (3, 2)) { Padding = WindowPadding.Same, Strides = 2 });
    }

    [Fact]
    public void Pooling_layers()
    {
        LayerHarness.Check("max_pooling1d", () => new MaxPooling1D());
        LayerHarness.Check("max_pooling1d_same", () => new MaxPooling1D(3, strides: 2, WindowPadding.Same));
        LayerHarness.Check("average_pooling1d", () => new AveragePooling1D(3, strides: 2));
        LayerHarness.Check("average_pooling1d_same", () => new AveragePooling1D(3, strides: 2, WindowPadding.Same));
        LayerHarness.Check("max_pooling2d", () => new MaxPooling2D());
        LayerHarness.Check("global_average_pooling1d", () => new GlobalAveragePooling1D());
        LayerHarness.Check("global_max_pooling1d", () => new GlobalMaxPooling1D());
    }
}
