using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class ActivationTests
{
    [Theory]
    [InlineData("linear"), InlineData("relu"), InlineData("sigmoid"), InlineData("tanh"), InlineData("softmax"), InlineData("softplus"), InlineData("elu"), InlineData("gelu")]
    [InlineData("silu"), InlineData("selu"), InlineData("leaky_relu"), InlineData("mish"), InlineData("exponential"), InlineData("softsign"), InlineData("hard_sigmoid")]
    [InlineData("log_softmax"), InlineData("relu6"), InlineData("celu"), InlineData("gelu_approximate"), InlineData("hard_silu"), InlineData("glu"), InlineData("log_sigmoid")]
    [InlineData("squareplus"), InlineData("hard_tanh"), InlineData("hard_shrink"), InlineData("soft_shrink"), InlineData("tanh_shrink"), InlineData("sparsemax")]
    [InlineData("sparse_sigmoid"), InlineData("sparse_plus")]
    public void Functions(string name) => LayerHarness.Check("activation_" + name, () => new ActivationLayer(Activation.FromName(name)));

    [Fact]
    public void A_threshold_is_saved_with_its_numbers() => LayerHarness.Check("activation_threshold", () => new ActivationLayer(Activation.Threshold(0.25, -0.5)));

    [Fact]
    public void Rectifiers()
    {
        LayerHarness.Check("relu_layer", () => new ReLU());
        LayerHarness.Check("relu_layer_maximum", () => new ReLU { MaxValue = 1.5 });
        LayerHarness.Check("relu_layer_threshold", () => new ReLU { Threshold = 0.3 });
        LayerHarness.Check("relu_layer_all", () => new ReLU { MaxValue = 1.5, NegativeSlope = 0.2, Threshold = 0.3 });
        LayerHarness.Check("leaky_relu_layer", () => new LeakyReLU());
        LayerHarness.Check("elu_layer", () => new ELU(0.7));
    }

    [Fact]
    public void Learned_slopes()
    {
        LayerHarness.Check("prelu_layer", () => new PReLU());
        LayerHarness.Check("prelu_layer_shared", () => new PReLU { SharedAxes = [1, 2] });
        Assert.Equal([Shape.Unknown, 3], new PReLU { SharedAxes = 1 }.ComputeOutputShape([Shape.Unknown, 3]));
        Assert.Contains("keeps an alpha for every position", Assert.Throws<ShapeException>(() => new PReLU().ComputeOutputShape([Shape.Unknown, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Softmax_along_any_axes()
    {
        LayerHarness.Check("softmax_layer", () => new Softmax());
        LayerHarness.Check("softmax_layer_axis_1", () => new Softmax { Axis = 1 });
        LayerHarness.Check("softmax_layer_axes", () => new Softmax { Axis = [1, 2] });
        Assert.Contains("no axis 3", Assert.Throws<ShapeException>(() => new Softmax { Axis = 3 }.ComputeOutputShape([2, 2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masked_steps_get_nothing_of_a_softmax()
    {
        using var scope = NewDisposeScope();
        Tensor scores = tensor(new float[] { 1, 2, 9, 5, 5, 5 }, [2, 3]);
        Masks.Attach(scores, tensor(new[] { true, true, false, false, false, false }, [2, 3]));
        float[] weights = new Softmax().Forward(scores, CallContext.Infer).data<float>().ToArray();
        Assert.Equal([0.26894143f, 0.7310586f, 0, 0, 0, 0], weights);
    }

    [Fact]
    public void Aliases_are_read_and_the_first_name_written()
    {
        Assert.Same(Activation.Silu, Activation.FromName("swish"));
        Assert.Same(Activation.HardSilu, Activation.FromName("hard_swish"));
        Assert.Equal("silu", (string?)new ActivationLayer(Activation.FromName("swish")).GetConfig()["activation"]);
    }

    [Fact]
    public void A_function_may_be_described_by_an_object()
    {
        JsonNode config = JsonNode.Parse("""{"name":"a","units":1,"activation":{"module":"builtins","class_name":"function","config":"hard_swish","registered_name":"function"}}""")!;
        Assert.Same(Activation.HardSilu, Dense.FromConfig(config.AsObject()).Activation);
        config["activation"] = new JsonObject { ["class_name"] = "LeakyReLU", ["config"] = new JsonObject() };
        Assert.Contains("put it after the layer", Assert.Throws<ModelFormatException>(() => Dense.FromConfig(config.AsObject())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_ones_own_is_saved_by_name()
    {
        Activation cube = Activation.Register("cube", x => x * x * x);
        Assert.Same(cube, Activation.FromName("my_package>cube"));
        var model = new Sequential { new Input(1), new ActivationLayer(cube) };
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            Assert.Equal([8f, -27], Model.Load(path).Predict(new float[,] { { 2 }, { -3 } }).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Contains("another name", Assert.Throws<ArgumentException>(() => Activation.Register("swish", x => x)).Message, StringComparison.Ordinal);
        Assert.Contains("call Activation.Register", Assert.Throws<ArgumentException>(() => Activation.FromName("cubed")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Glu_needs_an_even_axis() =>
        Assert.Contains("must be even", Assert.Throws<ShapeException>(() => new ActivationLayer(Activation.Glu).ComputeOutputShape([3])).Message, StringComparison.Ordinal);
}
