using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class RegularizationTests
{
    private const int Draws = 100_000;

    public static TheoryData<string> Noises => ["dropout", "alpha", "gaussian", "noise", "spatial1", "spatial2", "spatial3"];

    private static (NoiseLayer Layer, long[] Shape) Make(string name, int? seed = null) => name switch
    {
        "dropout" => (new Dropout(0.3f) { Seed = seed, NoiseShape = [Shape.Unknown, 1, 4] }, [6, 5, 4]),
        "alpha" => (new AlphaDropout(0.3f) { Seed = seed }, [6, 5]),
        "gaussian" => (new GaussianDropout(0.3f) { Seed = seed }, [6, 5]),
        "noise" => (new GaussianNoise(0.3) { Seed = seed }, [6, 5]),
        "spatial1" => (new SpatialDropout1D(0.3f) { Seed = seed }, [6, 5, 4]),
        "spatial2" => (new SpatialDropout2D(0.3f) { Seed = seed }, [6, 5, 2, 4]),
        _ => (new SpatialDropout3D(0.3f) { Seed = seed }, [6, 5, 2, 2, 4]),
    };

    private static (double Mean, double Variance) Moments(float[] values)
    {
        double mean = values.Average(value => (double)value);
        return (mean, values.Average(value => (value - mean) * (value - mean)));
    }

    private static float[] Train(Layer layer, Tensor x) => layer.Forward(x, CallContext.Train).contiguous().data<float>().ToArray();

    [Theory, MemberData(nameof(Noises))]
    public void Noise_is_for_training_only_and_repeats_with_its_seed(string name)
    {
        using var scope = NewDisposeScope();
        (NoiseLayer layer, long[] shape) = Make(name, seed: 12);
        Tensor x = randn(shape);
        Assert.Same(x, layer.Forward(x, CallContext.Infer));
        float[] first = Train(layer, x), second = Train(layer, x);
        Assert.NotEqual(first, second);
        Seeds.Set(99);
        NoiseLayer again = Make(name, seed: 12).Layer;
        Assert.Equal(first, Train(again, x));
        Assert.Equal(second, Train(again, x));
        Assert.NotEqual(first, Train(Make(name, seed: 13).Layer, x));
        Seeds.Set(1);
        float[] seeded = Train(Make(name).Layer, x);
        Seeds.Set(1);
        Assert.Equal(seeded, Train(Make(name).Layer, x));
    }

    [Fact]
    public void Noise_passes_the_harness()
    {
        LayerHarness.CheckNoise(() => new Dropout(0.1f), 12, 5, 4);
        LayerHarness.CheckNoise(() => new AlphaDropout(0.1f), 12, 5, 4);
        LayerHarness.CheckNoise(() => new GaussianDropout(0.1f), 12, 5, 4);
        LayerHarness.CheckNoise(() => new GaussianNoise(0.1), 12, 5, 4);
        LayerHarness.CheckNoise(() => new SpatialDropout1D(0.1f), 12, 5, 4);
        LayerHarness.CheckNoise(() => new SpatialDropout2D(0.1f), 12, 3, 3, 4);
        LayerHarness.CheckNoise(() => new SpatialDropout3D(0.1f), 12, 2, 2, 2, 4);
        LayerHarness.Check("activation_linear", () => new ActivityRegularization(l2: 0.001));
    }

    [Theory, MemberData(nameof(Noises))]
    public void Configurations_make_the_trip(string name)
    {
        using var scope = NewDisposeScope();
        (NoiseLayer layer, long[] shape) = Make(name, seed: 12);
        JsonNode saved = JsonNode.Parse(KerasRegistry.Serialize(layer, "keras.layers")!.ToJsonString())!;
        var again = KerasRegistry.Deserialize<Layer>(saved)!;
        Assert.Equal(saved["config"]!.ToJsonString(), again.GetConfig().ToJsonString());
        Tensor x = randn(shape);
        Assert.Equal(Train(layer, x), Train(again, x));
        again.DTypePolicy = DTypePolicy.MixedBFloat16;
        Assert.Equal(ScalarType.BFloat16, again.Forward(x, CallContext.Train).dtype);
    }

    [Fact]
    public void A_seed_may_be_written_as_a_generator()
    {
        JsonNode config = JsonNode.Parse("""{"name":"d","rate":0.5,"seed":{"class_name":"SeedGenerator","config":{"seed":7}}}""")!;
        Assert.Equal(7, Dropout.FromConfig(config.AsObject()).Seed);
    }

    [Fact]
    public void Moments_are_those_of_the_definitions()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(8);
        double standardError = 4 / Math.Sqrt(Draws);
        (double mean, double variance) = Moments(Train(new GaussianNoise(0.5), zeros(Draws)));
        Assert.Equal(0, mean, 0.5 * standardError);
        Assert.Equal(0.25, variance, 0.25 * Math.Sqrt(2) * standardError);
        // Variance rate / (1 − rate), around the values themselves.
        (mean, variance) = Moments(Train(new GaussianDropout(0.2f), full(Draws, 3f)));
        Assert.Equal(3, mean, 1.5 * standardError);
        Assert.Equal(9 * 0.25, variance, 2.25 * Math.Sqrt(2) * standardError);
        // Mean 0 and variance 1 stay what they are.
        manual_seed(3);
        (mean, variance) = Moments(Train(new AlphaDropout(0.25f), randn(Draws)));
        Assert.Equal(0, mean, standardError);
        Assert.Equal(1, variance, 2 * standardError);
    }

    [Fact]
    public void Alpha_dropout_gives_the_least_of_selu_to_what_it_drops()
    {
        using var scope = NewDisposeScope();
        const double Rate = 0.25, Least = -1.7580993408473766;
        double scale = Math.Pow((1 - Rate) * (1 + Rate * Least * Least), -0.5), shift = -scale * Least * Rate;
        float[] values = Train(new AlphaDropout((float)Rate) { Seed = 1 }, ones(Draws));
        Assert.All(values.Distinct(), value => Assert.True(Math.Abs(value - (scale + shift)) < 1e-5 || Math.Abs(value - (scale * Least + shift)) < 1e-5));
        Assert.Equal(Rate, values.Count(value => value < 0) / (double)Draws, 4 * Math.Sqrt(Rate * (1 - Rate) / Draws));
    }

    [Theory]
    [InlineData("spatial1"), InlineData("spatial2"), InlineData("spatial3"), InlineData("dropout")]
    public void Whole_channels_are_dropped(string name)
    {
        using var scope = NewDisposeScope();
        (NoiseLayer layer, long[] shape) = Make(name, seed: 5);
        Tensor dropped = layer.Forward(ones(shape), CallContext.Train).reshape(6, -1, 4);
        Assert.True((dropped - dropped.narrow(1, 0, 1)).abs().max().item<float>() == 0);
        Assert.InRange(dropped.eq(0).to(float32).mean().item<float>(), 0.05f, 0.65f);
        Assert.Equal(1 / 0.7f, dropped.max().item<float>(), 1e-6f);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("takes (batch, timesteps, channels)", Assert.Throws<ShapeException>(() => new SpatialDropout1D(0.5f).ComputeOutputShape([3])).Message, StringComparison.Ordinal);
        var layer = new Dropout(0.5f) { NoiseShape = [4, 1] };
        Assert.Contains("does not spread", Assert.Throws<ShapeException>(() => layer.Forward(ones(3, 2), CallContext.Train)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(1));
        var first = new JsonObject { ["name"] = "s", ["rate"] = 0.5f, ["data_format"] = "channels_first" };
        Assert.Contains("channels first", Assert.Throws<ModelFormatException>(() => SpatialDropout2D.FromConfig(first)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Activity_adds_its_penalty_to_the_loss()
    {
        var model = new Sequential { new Input(2), new ActivityRegularization(0.5, 0.25) };
        model.Compile(new SGD(0.1), Fathom.Loss.MeanSquaredError);
        // (|1| + |-2|) / 2 + (1 + 4) / 4, and nothing from targets that are met.
        Assert.Equal(2.75, model.Evaluate(new float[,] { { 1, -2 } }, new float[,] { { 1, -2 } })["loss"], 1e-6);
        var layer = KerasRegistry.Deserialize<ActivityRegularization>(KerasRegistry.Serialize(model.Layers[^1], "keras.layers"))!;
        Assert.Equal((0.5, 0.25), (layer.L1, layer.L2));
        Assert.False(layer.GetConfig().ContainsKey("activity_regularizer"));
    }
}
