using Fathom.Layers;
using Fathom.Models;
using static Fathom.Tests.Onnx.OnnxRuntime;

namespace Fathom.Tests.Onnx;

/// <summary>Every layer as ONNX Runtime computes it.</summary>
public class OnnxLayerTests
{
    /// <summary>Nets of the course as ParameterCountTests counts them, over sequences of any length where the layers take them.</summary>
    [Fact]
    public void Labs_of_the_course()
    {
        Check([18], new Dense(20, Activation.Relu), new Dense(8, Activation.Relu), new Dense(1, Activation.Sigmoid));
        Check(
            [28, 28, 1], new Conv2D(32, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(64, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(128, 3, Activation.Relu), new Flatten(),
            new Dense(64, Activation.Relu), new Dense(10, Activation.Softmax));
        Check([120, 14], new Flatten(), new Dense(16, Activation.Relu), new Dense(1));
        Check(
            [120, 14], new Conv1D(8, 24, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 12, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 6, Activation.Relu),
            new GlobalAveragePooling1D(), new Dense(1));
        Check([-1, 14], new LSTM(16), new Dense(1));
        Check([-1, 14], new LSTM(32) { RecurrentDropout = 0.25f }, new Dropout(0.5f), new Dense(1));
        Check([-1, 14], new GRU(32) { ReturnSequences = true, RecurrentDropout = 0.5f }, new GRU(32) { RecurrentDropout = 0.5f }, new Dropout(0.5f), new Dense(1));
        Check([-1, 14], new Bidirectional(new LSTM(16)), new Dense(1));
        Check([-1, 1], new SimpleRNN(16), new Dense(1));
        Check([-1, 1], new LSTM(16), new Dense(1));
    }

    [Fact]
    public void Dense_layers()
    {
        Check([5], new Dense(4, Activation.Relu));
        Check([-1, 5], new Dense(4, Activation.Tanh), new Dense(3) { UseBias = false });
        Check([-1, 6], new EinsumDense("abc,cd->abd", [Shape.Unknown, 4], Activation.Relu) { BiasAxes = "d" });
        Check([-1, 6], new EinsumDense("abc,cde->abde", [Shape.Unknown, 2, 4]) { BiasAxes = "de" }, new EinsumDense("abde,def->abf", [Shape.Unknown, 5]) { BiasAxes = "f" });
        Check([5, 6], new EinsumDense("abc,bcd->abd", [5, 4]) { BiasAxes = "bd" });
    }

    [Fact]
    public void Embeddings()
    {
        Check([-1], Token, new Embedding(10, 4), new Dense(3));
        Check([-1], Token, new Embedding(10, 4) { MaskZero = true }, new GlobalAveragePooling1D());
        Check([-1, 3], Token, new Masking { MaskValue = 2 }, new Dense(3), new GlobalAveragePooling1D { KeepDims = true });
        Check([-1], Token, new Embedding(10, 4) { MaskZero = true }, new Softmax());
    }

    [Fact]
    public void Activations()
    {
        Activation[] all = [
            Activation.Linear, Activation.Relu, Activation.Relu6, Activation.LeakyRelu, Activation.Elu, Activation.Celu, Activation.Selu, Activation.Gelu, Activation.GeluApproximate,
            Activation.Silu, Activation.HardSilu, Activation.Mish, Activation.Glu, Activation.Sigmoid, Activation.HardSigmoid, Activation.SparseSigmoid, Activation.LogSigmoid, Activation.Tanh,
            Activation.HardTanh, Activation.Softsign, Activation.Softplus, Activation.Squareplus, Activation.SparsePlus, Activation.Exponential, Activation.HardShrink, Activation.SoftShrink,
            Activation.TanhShrink, Activation.Softmax, Activation.LogSoftmax, Activation.Sparsemax, Activation.Threshold(0.4, -0.3),
        ];
        foreach (Activation activation in all) Check([-1, 6], new ActivationLayer(activation));
        foreach (Activation activation in all) Check([-1, 6], values => 30 * (values.NextSingle() - 0.5f), new Rescaling(0.5), new ActivationLayer(activation));
    }

    [Fact]
    public void Activation_layers()
    {
        Check([-1, 4], new ReLU());
        Check([-1, 4], new ReLU { MaxValue = 1, NegativeSlope = 0.2, Threshold = 0.5 });
        Check([-1, 4], new ReLU { NegativeSlope = 0.2 });
        Check([-1, 4], new LeakyReLU(), new ELU(0.7));
        Check([3, 4], new PReLU());
        Check([-1, 4], new PReLU { SharedAxes = 1 });
        Check([-1, 4], new Softmax());
        Check([-1, 4], new Softmax { Axis = 1 });
        Check([-1, 4], new Softmax { Axis = [1, 2] });
    }

    [Fact]
    public void Convolutions()
    {
        Check([-1, 4], new Conv1D(5, 3, Activation.Relu), new Conv1D(3, 3) { Padding = WindowPadding.Causal, DilationRate = 2 });
        Check([-1, 4], new Conv1D(5, 4) { Padding = WindowPadding.Same, Strides = 2 }, new Conv1D(5, 4) { Padding = WindowPadding.Same }, new Conv1D(5, 3) { Padding = WindowPadding.Same, DilationRate = 2, UseBias = false });
        Check([9, 8, 4], new Conv2D(6, (3, 2), Activation.Relu) { Padding = WindowPadding.Same, Strides = 2 }, new Conv2D(4, 2) { Groups = 2 });
        Check([-1, -1, 4], new Conv2D(6, 3, Activation.Softmax) { Padding = WindowPadding.Same, Strides = (2, 1) });
        Check([5, 6, 7, 2], new Conv3D(3, 2) { Padding = WindowPadding.Same, Strides = 2 });
        Check([-1, 3], new DepthwiseConv1D(3) { DepthMultiplier = 2, Padding = WindowPadding.Same });
        Check([8, 7, 3], new DepthwiseConv2D((3, 2), Activation.Relu) { DepthMultiplier = 2, Strides = 2, Padding = WindowPadding.Same });
        Check([-1, 3], new SeparableConv1D(5, 3) { DepthMultiplier = 2, Padding = WindowPadding.Same, DilationRate = 2 });
        Check([8, 7, 3], new SeparableConv2D(5, 3, Activation.Silu) { Strides = 2 });
    }

    [Fact]
    public void Transposed_convolutions()
    {
        Check([-1, 3], new Conv1DTranspose(4, 3) { Strides = 2 }, new Conv1DTranspose(2, 2) { Strides = 3 });
        Check([-1, 3], new Conv1DTranspose(4, 4, Activation.Relu) { Strides = 2, Padding = WindowPadding.Same });
        Check([4, 5, 3], new Conv2DTranspose(4, 3) { Strides = 2, Padding = WindowPadding.Same, OutputPadding = 1 });
        Check([4, 5, 3], new Conv2DTranspose(4, (3, 2)) { DilationRate = 2 });
        Check([4, 5, 3], new Conv2DTranspose(4, (5, 2)) { Padding = WindowPadding.Same, Strides = (3, 2) });
        Check([3, 4, 3, 2], new Conv3DTranspose(3, 2) { Strides = 2 });
    }

    [Fact]
    public void Pooling()
    {
        Check([-1, 3], new MaxPooling1D(3, 2, WindowPadding.Same), new AveragePooling1D(2));
        Check([-1, 3], new AveragePooling1D(3, 2, WindowPadding.Same));
        Check([7, 8, 3], new MaxPooling2D((3, 2), 2, WindowPadding.Same), new AveragePooling2D(2, 1));
        Check([7, 8, 3], new AveragePooling2D((3, 2), 2, WindowPadding.Same));
        Check([5, 6, 7, 2], new MaxPooling3D(2, 1, WindowPadding.Same), new AveragePooling3D(2, 2, WindowPadding.Same));
        Check([-1, 3], new GlobalMaxPooling1D());
        Check([-1, 3], new Conv1D(4, 2), new GlobalAveragePooling1D { KeepDims = true });
        Check([-1, 6, 3], new Conv2D(4, 2), new GlobalAveragePooling2D());
        Check([-1, 6, 3], new Conv2D(4, 2), new GlobalMaxPooling2D { KeepDims = true });
        Check([4, 3, 5, 3], new GlobalAveragePooling3D());
        Check([4, 3, 5, 3], new GlobalMaxPooling3D());
        Check([7, 3], new AdaptiveAveragePooling1D(3));
        Check([7, 3], new AdaptiveMaxPooling1D(4));
        Check([7, 6, 3], new AdaptiveAveragePooling2D((3, 4)));
        Check([7, 6, 3], new AdaptiveMaxPooling2D((3, 1)));
        Check([5, 4, 6, 2], new AdaptiveAveragePooling3D(3));
        Check([5, 4, 6, 2], new AdaptiveMaxPooling3D(2));
    }

    [Fact]
    public void Normalizations()
    {
        Check([6], new BatchNormalization());
        Check([-1, 6], new BatchNormalization { Scale = false });
        Check([6, 5, 4], new Conv2D(4, 2), new BatchNormalization { Center = false }, new ReLU(), new MaxPooling2D());
        Check([5, 4], new BatchNormalization { Axis = 1 });
        Check([-1, 6], new LayerNormalization());
        Check([-1, 3, 6], new LayerNormalization { Axis = [2, 3], Scale = false });
        Check([5, -1, 6], new LayerNormalization { Axis = 1, Center = false });
        Check([-1, 6], new LayerNormalization { RmsScaling = true });
        Check([-1, 5, 6], new GroupNormalization(3));
        Check([4, 5, 3], new GroupNormalization(-1) { Axis = 1, Scale = false });
        Check([-1, 6], new RMSNormalization());
        Check([3, 6], new RMSNormalization { Axis = [1, 2] });
        Check([-1, 6], new UnitNormalization());
        Check([3, 6], new UnitNormalization { Axis = 1 });
        Check([-1, 6], new Normalization());
        Check([-1, 2], new Normalization { Mean = [1, 2], Variance = [0.25, 0], Invert = true });
        Check([6], new SpectralNormalization(new Dense(4)));
    }

    [Fact]
    public void Reshaping()
    {
        Check([4, 6], new Reshape(3, Shape.Unknown, 2), new Permute(3, 1, 2), new Flatten());
        Check([-1, 6], new Reshape(Shape.Unknown, 2, 3), new Permute(2, 1, 3));
        Check([6], new RepeatVector(4));
        Check([-1, 3], new Cropping1D((2, 1)), new ZeroPadding1D((0, 2)));
        Check([7, 6, 3], new Cropping2D((1, 0), (2, 1)), new ZeroPadding2D((1, 2), (0, 3)));
        Check([7, 6, 5, 3], new Cropping3D(1), new ZeroPadding3D((1, 2), 0, (0, 3)));
        Check([-1, 3], new UpSampling1D(3));
        Check([4, 5, 3], new UpSampling2D((2, 3)));
        Check([4, 5, 3], new UpSampling2D((2, 3)) { Interpolation = Interpolation.Bilinear });
        Check([2, 3, 4, 2], new UpSampling3D((2, 1, 3)));
    }

    [Fact]
    public void Without_effect_outside_training()
    {
        Check([-1, 4], new Dense(5), new Dropout(0.3f), new GaussianNoise(0.2f), new GaussianDropout(0.2f), new SpatialDropout1D(0.2f), new ActivityRegularization(0.1), new Identity(), new AlphaDropout(0.1f));
    }

    [Fact]
    public void Preprocessing()
    {
        Check([-1, 3], new Rescaling(0.5, -2));
        Check([4], new Discretization([-1f, 0, 0.5f]), new Rescaling(1, 1));
        Check([4], new Discretization([-1f, 0, 0.5f]) { OutputMode = CategoryOutput.OneHot });
        Check([4], new Discretization([-1f, 0, 0.5f]) { OutputMode = CategoryOutput.Count });
        Check([1], Token, new CategoryEncoding(10, CategoryOutput.OneHot));
        Check([5], Token, new CategoryEncoding(10, CategoryOutput.MultiHot));
        Check([5], Token, new CategoryEncoding(10, CategoryOutput.Count));
    }

    private static float Token(Random random) => random.Next(10);

    private static void Check(Shape shape, params ReadOnlySpan<Layer> layers) => Check(shape, null, layers);

    private static void Check(Shape shape, Func<Random, float>? draw, params ReadOnlySpan<Layer> layers)
    {
        var model = new Sequential { new Input([.. shape]) };
        foreach (Layer layer in layers) model.Add(layer);
        OnnxRuntime.Check(model, draw);
    }
}
