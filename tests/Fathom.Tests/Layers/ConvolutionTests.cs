using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Layers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class ConvolutionTests
{
    [Fact]
    public void Convolutions()
    {
        LayerHarness.Check("conv1d_valid", () => new Conv1D(5, 4, Activation.Tanh));
        LayerHarness.Check("conv1d_same_strides", () => new Conv1D(5, 4) { Padding = WindowPadding.Same, Strides = 2 });
        LayerHarness.Check("conv1d_causal_dilation", () => new Conv1D(5, 3) { Padding = WindowPadding.Causal, DilationRate = 2 });
        LayerHarness.Check("conv1d_groups", () => new Conv1D(6, 2) { Groups = 2 });
        LayerHarness.Check("conv1d_no_bias", () => new Conv1D(2, 3) { Padding = WindowPadding.Same, UseBias = false });
        LayerHarness.Check("conv2d_valid", () => new Conv2D(4, (3, 2)));
        LayerHarness.Check("conv2d_same_strides", () => new Conv2D(4, (3, 2)) { Padding = WindowPadding.Same, Strides = 2 });
        LayerHarness.Check("conv2d_same_dilation_groups", () => new Conv2D(6, 3) { Padding = WindowPadding.Same, DilationRate = (2, 1), Groups = 2 });
        LayerHarness.Check("conv3d_valid", () => new Conv3D(3, (2, 3, 2)));
        LayerHarness.Check("conv3d_same_strides", () => new Conv3D(3, (2, 3, 2)) { Padding = WindowPadding.Same, Strides = (1, 2, 2) });
        LayerHarness.Check("conv3d_same_dilation", () => new Conv3D(3, (2, 2, 3)) { Padding = WindowPadding.Same, DilationRate = (2, 1, 1) });
    }

    [Fact]
    public void Transposed_convolutions()
    {
        LayerHarness.Check("conv1d_transpose_valid", () => new Conv1DTranspose(2, 4, Activation.Tanh) { Strides = 2 });
        LayerHarness.Check("conv1d_transpose_valid_gaps", () => new Conv1DTranspose(2, 2) { Strides = 3 });
        LayerHarness.Check("conv1d_transpose_same_odd", () => new Conv1DTranspose(2, 3) { Strides = 2, Padding = WindowPadding.Same });
        LayerHarness.Check("conv1d_transpose_same_small", () => new Conv1DTranspose(2, 2) { Strides = 3, Padding = WindowPadding.Same });
        LayerHarness.Check("conv1d_transpose_output_padding", () => new Conv1DTranspose(2, 4) { Strides = 2, Padding = WindowPadding.Same, OutputPadding = 1 });
        LayerHarness.Check("conv1d_transpose_dilation", () => new Conv1DTranspose(2, 3) { DilationRate = 2, Padding = WindowPadding.Same, UseBias = false });
        LayerHarness.Check("conv2d_transpose_same", () => new Conv2DTranspose(2, (3, 4)) { Strides = 2, Padding = WindowPadding.Same });
        LayerHarness.Check("conv2d_transpose_valid_strides", () => new Conv2DTranspose(2, (3, 2)) { Strides = (1, 3) });
        LayerHarness.Check("conv2d_transpose_output_padding", () => new Conv2DTranspose(2, 3) { Strides = (2, 3), OutputPadding = (0, 2) });
        LayerHarness.Check("conv3d_transpose_same", () => new Conv3DTranspose(2, (3, 2, 3)) { Strides = (1, 2, 2), Padding = WindowPadding.Same });
        LayerHarness.Check("conv3d_transpose_valid", () => new Conv3DTranspose(2, (2, 2, 3)));
    }

    [Fact]
    public void Depthwise_and_separable_convolutions()
    {
        LayerHarness.Check("depthwise_conv1d", () => new DepthwiseConv1D(3, Activation.Tanh) { DepthMultiplier = 2, Padding = WindowPadding.Same, Strides = 2 });
        LayerHarness.Check("depthwise_conv1d_dilation", () => new DepthwiseConv1D(3) { DilationRate = 2, UseBias = false });
        LayerHarness.Check("depthwise_conv2d", () => new DepthwiseConv2D((3, 2)));
        LayerHarness.Check("depthwise_conv2d_same", () => new DepthwiseConv2D((2, 3)) { DepthMultiplier = 2, Padding = WindowPadding.Same, Strides = 2 });
        LayerHarness.Check("separable_conv1d", () => new SeparableConv1D(4, 3) { DepthMultiplier = 2, Padding = WindowPadding.Same, Strides = 2 });
        LayerHarness.Check("separable_conv2d", () => new SeparableConv2D(4, (3, 2)));
        LayerHarness.Check("separable_conv2d_dilation", () => new SeparableConv2D(2, 2) { DepthMultiplier = 3, Padding = WindowPadding.Same, DilationRate = 2, UseBias = false });
    }

    // A convolution is a sum of matrix products, one for each place of the window, and spreading is its adjoint.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Large_kernels_are_sums_of_products(int axes)
    {
        const int Size = 2, Length = 5, Channels = 96, Filters = 200;
        using var scope = NewDisposeScope();
        var random = new Generator(1);
        long[] sizes = [.. Enumerable.Repeat((long)Size, axes)];
        Tensor input = randn([3, .. Enumerable.Repeat((long)Length, axes), Channels], generator: random);
        Tensor kernel = (randn([.. sizes, Channels, Filters], generator: random) / 30).detach();
        Assert.True(kernel.NumberOfElements >= Correlation.LargeKernel);
        var windows = new SlidingWindow[axes];
        Array.Fill(windows, new SlidingWindow(Size, 1, 1, WindowPadding.Valid));

        Tensor[] slid = WithGradients((x, k) => Correlation.Slide(x, k, null, windows, 1)), summed = WithGradients((x, k) =>
        {
            Tensor[] products = [.. Enumerable.Range(0, 1 << axes).Select(place => matmul(Part(x, place), k.reshape(-1, Channels, Filters)[place]))];
            return products.Aggregate((sum, product) => sum + product);
        });
        // Rounding goes with the largest terms of a sum.
        Assert.All(slid.Zip(summed), pair => Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, 1e-5f * pair.Second.abs().max().item<float>()));

        var spreading = new SpreadingWindow[axes];
        Array.Fill(spreading, new SpreadingWindow(Size, 1, 1, WindowPadding.Valid, null));
        Tensor spread = Correlation.Spread(slid[0], kernel, null, spreading);
        Assert.Equal(1, ((spread * input).sum() / (slid[0] * slid[0]).sum()).item<float>(), 1e-5f);

        // The part of the input that the window sees at one of its places, counted as the kernel's axes are.
        Tensor Part(Tensor x, int place)
        {
            for (int axis = axes; axis >= 1; axis--, place /= Size) x = x.narrow(axis, place % Size, Length - Size + 1);
            return x;
        }

        Tensor[] WithGradients(Func<Tensor, Tensor, Tensor> forward)
        {
            Tensor x = input.clone().requires_grad_(), k = kernel.clone().requires_grad_(), output = forward(x, k);
            (output * output.detach()).sum().backward();
            return [output.detach(), x.grad!, k.grad!];
        }
    }

    // Lengths that the documentation of keras.layers.Conv2DTranspose and conv_utils give.
    [Fact]
    public void Shapes_with_axes_not_known()
    {
        Assert.Equal([Shape.Unknown, 14, 8], new Conv2D(8, 3) { Padding = WindowPadding.Same, Strides = 2 }.ComputeOutputShape([Shape.Unknown, 28, 3]));
        Assert.Equal([Shape.Unknown, 8], new Conv1D(8, 3).ComputeOutputShape([Shape.Unknown, 3]));
        Assert.Equal([20, Shape.Unknown, 16], new Conv2DTranspose(16, 3) { Padding = WindowPadding.Same, Strides = 2 }.ComputeOutputShape([10, Shape.Unknown, 3]));
        Assert.Equal([19, 16], new Conv1DTranspose(16, 3) { Padding = WindowPadding.Same, Strides = 2, OutputPadding = 0 }.ComputeOutputShape([10, 3]));
        Assert.Equal([Shape.Unknown, Shape.Unknown, 6], new DepthwiseConv2D(3) { DepthMultiplier = 2 }.ComputeOutputShape([Shape.Unknown, Shape.Unknown, 3]));
        using Tensor longer = zeros(2, 9, 3);
        var layer = new Conv1D(8, 3);
        layer.Build([[Shape.Unknown, 3]]);
        using Tensor output = layer.Forward(longer, CallContext.Infer);
        Assert.Equal([2, 7, 8], output.shape);
    }

    [Fact]
    public void Penalties_and_bounds_reach_their_weights()
    {
        var bias = new L2(0.1f);
        var layer = new Conv2D(4, 3) { BiasRegularizer = bias };
        layer.Build([[8, 8, 3]]);
        Assert.Same(bias, layer.OwnWeights[1].Regularizer);
        Assert.Null(layer.OwnWeights[0].Regularizer);
        var again = Assert.IsType<Conv2D>(KerasRegistry.Deserialize<Layer>(KerasRegistry.Serialize(layer, "keras.layers")));
        Assert.NotNull(again.BiasRegularizer);
        Assert.Null(again.KernelConstraint);
    }

    // Channels are last in memory on the way in, so that the library takes the tensor as it lies, and on the way out.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Channels_stay_last_in_memory(int axes)
    {
        using var scope = NewDisposeScope();
        (Layer Layer, long[] Shape)[] layers = axes switch
        {
            1 => [(new Conv1D(8, 3), [2, 16, 4]), (new MaxPooling1D(), [2, 16, 4]), (new AveragePooling1D(), [2, 16, 4])],
            2 => [(new Conv2D(8, 3), [2, 9, 9, 4]), (new Conv2DTranspose(8, 3), [2, 9, 9, 4]), (new MaxPooling2D(), [2, 8, 8, 4]), (new DepthwiseConv2D(3), [2, 9, 9, 4])],
            _ => [(new Conv3D(8, 3), [2, 6, 6, 6, 4]), (new MaxPooling3D(), [2, 6, 6, 6, 4])],
        };
        foreach ((Layer layer, long[] shape) in layers)
        {
            Tensor input = rand(shape);
            Assert.Equal(1, ChannelsLast.ToLibrary(input).stride(1));
            Assert.True(layer.Forward(input, CallContext.Train).is_contiguous(), $"{layer.Name} gives channels that are not last in memory");
        }
    }

    [Fact]
    public void Errors_tell_the_mend()
    {
        Assert.Contains("Conv1D 'conv1d' got shape (None, 4, 2): its window spans 5 along an axis of 4. Use a smaller window", Refused(new Conv1D(8, 5), [4, 2]), StringComparison.Ordinal);
        Assert.Contains("takes (batch, height, width, channels)", Refused(new Conv2D(8, 3), [28, 28]), StringComparison.Ordinal);
        Assert.Contains("takes (batch, depth, height, width, channels)", Refused(new Conv3D(8, 3), [28, 28, 1]), StringComparison.Ordinal);
        var built = new Conv1D(8, 2);
        built.Build([[10, 3]]);
        Assert.Contains("built for last axis 3", Refused(built, [10, 4]), StringComparison.Ordinal);
        Assert.Contains("3 channels do not divide into 2 groups", Refused(new Conv1D(8, 2) { Groups = 2 }, [10, 3]), StringComparison.Ordinal);
        Assert.Contains("strides and a dilation", Refused(new Conv1D(8, 2) { Strides = 2, DilationRate = 2 }, [10, 3]), StringComparison.Ordinal);
        Assert.Contains("do not divide into 3 groups", Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1D(8, 2) { Groups = 3 }).Message, StringComparison.Ordinal);
        Assert.Contains("Conv2D cannot be causal", Assert.Throws<ArgumentException>(() => new Conv2D(8, 2) { Padding = WindowPadding.Causal }).Message, StringComparison.Ordinal);
        Assert.Contains("Conv1DTranspose cannot be causal", Assert.Throws<ArgumentException>(() => new Conv1DTranspose(8, 2) { Padding = WindowPadding.Causal }).Message, StringComparison.Ordinal);
        Assert.Contains("an output padding of 2 where the stride is 2", Refused(new Conv1DTranspose(8, 3) { Strides = 2, OutputPadding = 2 }, [10, 3]), StringComparison.Ordinal);
        Assert.Contains("nothing would be left", Refused(new Conv1DTranspose(8, 2) { Strides = 2, Padding = WindowPadding.Same, OutputPadding = 0 }, [1, 3]), StringComparison.Ordinal);
        Assert.Contains("set DepthMultiplier to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new SeparableConv2D(8, 2) { DepthMultiplier = 0 }).Message, StringComparison.Ordinal);
        var first = new JsonObject { ["name"] = "conv1d", ["filters"] = 3, ["kernel_size"] = 2, ["data_format"] = "channels_first" };
        Assert.Contains("channels first", Assert.Throws<ModelFormatException>(() => Conv1D.FromConfig(first)).Message, StringComparison.Ordinal);
    }

    private static string Refused(Layer layer, Shape input) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes([input])).Message;
}
