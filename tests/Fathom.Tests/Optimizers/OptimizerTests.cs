using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Tests.Fixtures;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

public class OptimizerTests
{
    private static readonly JsonNode Reference = Fixture.Read("keras_optimizers.json");

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        JsonArray all = Reference["cases"]!.AsArray();
        for (int i = 0; i < all.Count; i++) cases.Add(i, $"{all[i]!["class"]} {all[i]!["config"]!.ToJsonString()} {all[i]!["source"]}");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_the_reference_step_by_step(int index, string name)
    {
        Assert.NotEmpty(name);
        JsonNode expected = Reference["cases"]![index]!;
        foreach (bool bySpans in (bool[])[true, false])
        {
            Optimizer optimizer = Make(expected);
            ParameterBuffer parameters = Start();
            for (int step = 0; step < 20; step++)
            {
                Set(parameters.Gradients, parameters, Reference["gradients"]![step].Floats());
                optimizer.Step(parameters, bySpans);
                AssertClose(expected["trace"]![step].Floats(), Read(parameters), $"{(bySpans ? "spans" : "tensors")}, step {step}");
            }
            Assert.Equal(20, optimizer.Iterations);
            optimizer.FinalizeValues(parameters);
            AssertClose(expected["final"].Floats(), Read(parameters), "final");
        }
    }

    [Fact]
    public void Spans_and_tensors_agree_over_many_blocks()
    {
        SlotOptimizer[] rules =
        [
            new SGD { Momentum = 0.9, Nesterov = true, GlobalClipNorm = 5 }, new RMSprop { Centered = true, Momentum = 0.5, ClipNorm = 5 },
            new AdamW(0.01) { AmsGrad = true, ExcludeFromWeightDecay = ["bias"], UseEma = true },
        ];
        foreach (SlotOptimizer rule in rules)
        {
            SlotOptimizer twin = (SlotOptimizer)Make(new JsonObject { ["class"] = rule.GetType().Name, ["config"] = rule.GetConfig(), ["exclude"] = new JsonArray([.. rule.ExcludeFromWeightDecay]) });
            ParameterBuffer one = Large(), other = Large();
            var random = new Random(5);
            for (int step = 0; step < 3; step++)
            {
                float[] gradients = [.. Enumerable.Range(0, 20_000 + 30 + 9_000).Select(_ => (float)random.NextDouble() - 0.5f)];
                Set(one.Gradients, one, gradients);
                Set(other.Gradients, other, gradients);
                rule.Step(one, bySpans: true);
                twin.Step(other, bySpans: false);
            }
            AssertClose(Read(other), Read(one), rule.GetType().Name);
            for (int slot = 0; slot < rule.Slots.Count; slot++)
                AssertClose(twin.Slots[slot].data<float>().ToArray(), rule.Slots[slot].data<float>().ToArray(), rule.SlotNames[slot]);
        }
    }

    [Fact]
    public void Defaults_are_those_of_keras()
    {
        Assert.Equal("""{"name":"sgd","learning_rate":0.01,"weight_decay":null,"clipnorm":null,"global_clipnorm":null,"clipvalue":null,"use_ema":false,"ema_momentum":0.99,"ema_overwrite_frequency":null,"loss_scale_factor":null,"gradient_accumulation_steps":null,"momentum":0,"nesterov":false}""", new SGD().GetConfig().ToJsonString());
        Assert.EndsWith(""","rho":0.9,"momentum":0,"epsilon":1E-07,"centered":false}""", new RMSprop().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_1":0.9,"beta_2":0.999,"epsilon":1E-07,"amsgrad":false}""", new Adam().GetConfig().ToJsonString());
        Assert.StartsWith("""{"name":"adamw","learning_rate":0.001,"weight_decay":0.004,""", new AdamW().GetConfig().ToJsonString());
        Assert.Equal(["average", "momentum", "velocity", "velocity_hat"], new Adam { UseEma = true, AmsGrad = true }.SlotNames);
        Assert.Equal(["velocity", "momentum", "average_gradient"], new RMSprop { Centered = true, Momentum = 0.1 }.SlotNames);
    }

    [Fact]
    public void Gradients_without_a_finite_norm_break_loudly()
    {
        foreach (bool bySpans in (bool[])[true, false])
        {
            ParameterBuffer parameters = Start();
            float[] gradients = Reference["gradients"]![0].Floats();
            gradients[3] = float.PositiveInfinity;
            Set(parameters.Gradients, parameters, gradients);
            new SGD { GlobalClipNorm = 1 }.Step(parameters, bySpans);
            Assert.All(Read(parameters), value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Two_ways_of_clipping_and_impossible_options_are_refused()
    {
        Assert.Contains("Choose one", Assert.Throws<ArgumentException>(() => new Adam { ClipNorm = 1, ClipValue = 1 }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { ClipNorm = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RMSprop(learningRate: double.NaN));
    }

    [Fact]
    public void Minimises_a_quadratic()
    {
        foreach (Optimizer optimizer in (Optimizer[])[new SGD(0.1), new RMSprop(0.01), new Adam(0.05), new AdamW(0.05) { WeightDecay = 0 }])
        {
            ParameterBuffer parameters = Start();
            for (int step = 0; step < 500; step++)
            {
                using (no_grad()) _ = parameters.Gradients.copy_(parameters.Values); // The gradient of |w|² / 2.
                optimizer.Step(parameters);
            }
            Assert.All(Read(parameters), value => Assert.InRange(value, -0.02f, 0.02f));
        }
    }

    private static Optimizer Make(JsonNode description)
    {
        // Through text, as a saved model would.
        JsonNode saved = JsonNode.Parse(new JsonObject { ["class_name"] = description["class"]!.DeepClone(), ["config"] = description["config"]!.DeepClone() }.ToJsonString())!;
        Optimizer optimizer = KerasRegistry.Deserialize<Optimizer>(saved)!;
        JsonObject again = KerasRegistry.Deserialize<Optimizer>(KerasRegistry.Serialize(optimizer, "keras.optimizers"))!.GetConfig();
        Assert.Equal(optimizer.GetConfig().ToJsonString(), again.ToJsonString());
        foreach ((string key, JsonNode? value) in description["config"]!.AsObject()) Assert.Equal(value?.ToJsonString() ?? "null", again[key]?.ToJsonString() ?? "null", ignoreCase: true);
        string[] exclude = [.. description["exclude"]!.AsArray().Select(name => name!.GetValue<string>())];
        return exclude.Length == 0 ? optimizer : optimizer switch
        {
            SGD sgd => new SGD(sgd.LearningRate) { WeightDecay = sgd.WeightDecay, ExcludeFromWeightDecay = exclude },
            AdamW adam => new AdamW(adam.LearningRate) { WeightDecay = adam.WeightDecay, AmsGrad = adam.AmsGrad, UseEma = adam.UseEma, ExcludeFromWeightDecay = exclude },
            _ => throw new InvalidOperationException("Teach this test to exclude weights for " + optimizer.GetType().Name),
        };
    }

    private static ParameterBuffer Start()
    {
        float[] start = Reference["start"].Floats();
        return new ParameterBuffer([Weight("kernel", [3, 5], start[..15]), Weight("bias", [4], start[15..])], CPU);
    }

    private static ParameterBuffer Large() => new([Weight("kernel", [20_000], new float[20_000]), Weight("bias", [30], new float[30]), Weight("kernel", [90, 100], new float[9_000])], CPU);

    private static Weight Weight(string name, int[] shape, float[] values) =>
        new(name, shape, true, null, null, tensor(values, [.. shape.Select(axis => (long)axis)], requires_grad: true));

    private static void Set(Tensor flat, ParameterBuffer layout, float[] values)
    {
        int read = 0;
        foreach ((Weight weight, int offset) in layout.Parts)
        {
            using Tensor part = tensor(values.AsSpan(read, weight.Size).ToArray()), home = flat.narrow(0, offset, weight.Size);
            home.copy_(part);
            read += weight.Size;
        }
    }

    private static float[] Read(ParameterBuffer parameters) => [.. parameters.Parts.SelectMany(part => part.Weight.ToArray())];

    private static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * Math.Max(1, Math.Abs(expected[i])), $"{what}: value {i} is {actual[i]}, expected {expected[i]}.");
    }
}
