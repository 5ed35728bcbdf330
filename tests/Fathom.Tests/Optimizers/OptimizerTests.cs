using System.Text.Json.Nodes;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Tests.Fixtures;
using static Fathom.Tests.Optimizers.Buffers;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

public class OptimizerTests
{
    /// <summary>Every rule, with as many slots as its options give.</summary>
    public static SlotOptimizer[] Rules() =>
    [
        new SGD(0.05) { Momentum = 0.9, Nesterov = true }, new RMSprop(0.01) { Centered = true, Momentum = 0.5 }, new Adam(0.05), new AdamW(0.05) { AmsGrad = true, WeightDecay = 1e-3 },
        new Adadelta(5), new Adagrad(0.5), new Adamax(0.05), new Adafactor(0.5), new Nadam(0.05), new Ftrl(0.5), new Lion(0.02), new Lamb(0.02), new Muon(0.1),
    ];

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        JsonArray all = Reference["cases"]!.AsArray();
        for (int i = 0; i < all.Count; i++) cases.Add(i, $"{all[i]!["class"]} {all[i]!["config"]!.ToJsonString()} {all[i]!["multipliers"]!.ToJsonString()} {all[i]!["source"]}");
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
            ParameterBuffer parameters = Start(expected["multipliers"]);
            for (int step = 0; step < 20; step++)
            {
                Set(parameters.Gradients, parameters, Reference["gradients"]![step].Floats());
                optimizer.Step(parameters, bySpans);
                AssertClose(expected["trace"]![step].Floats(), Read(parameters), $"{(bySpans ? "spans" : "tensors")}, step {step}");
            }
            Assert.Equal(20 / (expected["config"]!["gradient_accumulation_steps"]?.GetValue<int>() ?? 1), optimizer.Iterations);
            optimizer.FinalizeValues(parameters);
            AssertClose(expected["final"].Floats(), Read(parameters), "final");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Options_survive_saving(int index, string name)
    {
        Assert.NotEmpty(name);
        JsonNode expected = Reference["cases"]![index]!;
        Optimizer optimizer = Make(expected);
        JsonNode again = JsonNode.Parse(Twin(optimizer).GetConfig().ToJsonString())!;
        Assert.Equal(optimizer.GetConfig().ToJsonString(), again.ToJsonString());
        foreach ((string key, JsonNode? value) in expected["config"]!.AsObject())
        {
            if (value is JsonValue number && number.TryGetValue(out double expectedNumber)) Assert.Equal(expectedNumber, again[key]!.GetValue<double>());
            else Assert.Equal(value?.ToJsonString() ?? "null", again[key]?.ToJsonString() ?? "null");
        }
    }

    [Fact]
    public void The_reference_has_every_rule()
    {
        HashSet<string> covered = [.. Reference["cases"]!.AsArray().Select(one => one!["class"]!.GetValue<string>())];
        Type[] all = [.. typeof(Optimizer).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(SlotOptimizer).IsAssignableFrom(type))];
        Assert.All(all, type => Assert.Contains(type.Name, covered));
        Assert.Equal(all.Select(type => type.Name).Order(), Rules().Select(rule => rule.GetType().Name).Order());
    }

    [Fact]
    public void Spans_and_tensors_agree_over_many_blocks_and_leave_the_padding_alone()
    {
        foreach (SlotOptimizer rule in Rules())
        {
            var twin = (SlotOptimizer)Twin(rule);
            ParameterBuffer one = Large(), other = Large();
            for (int step = 0; step < 3; step++)
            {
                SetRandom(one, step);
                SetRandom(other, step);
                rule.Step(one, bySpans: true);
                twin.Step(other, bySpans: false);
            }
            AssertClose(Read(other), Read(one), rule.GetType().Name);
            for (int slot = 0; slot < rule.Slots.Count; slot++)
                AssertClose(twin.Slots[slot].data<float>().ToArray(), rule.Slots[slot].data<float>().ToArray(), $"{rule.GetType().Name} {rule.SlotNames[slot]}");
            float[] flat = one.Values.data<float>().ToArray();
            for (int part = 0; part < one.Parts.Count; part++)
            {
                int end = part + 1 < one.Parts.Count ? one.Parts[part + 1].Offset : one.Length;
                Assert.All(flat[(one.Parts[part].Offset + one.Parts[part].Weight.Size)..end], value => Assert.Equal(0, value));
            }
        }
    }

    [Fact]
    public void Defaults_are_those_of_keras()
    {
        Assert.Equal("""{"name":"sgd","learning_rate":0.01,"weight_decay":null,"clipnorm":null,"global_clipnorm":null,"clipvalue":null,"use_ema":false,"ema_momentum":0.99,"ema_overwrite_frequency":null,"loss_scale_factor":null,"gradient_accumulation_steps":null,"momentum":0,"nesterov":false}""", new SGD().GetConfig().ToJsonString());
        Assert.EndsWith(""","rho":0.9,"momentum":0,"epsilon":1E-07,"centered":false}""", new RMSprop().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_1":0.9,"beta_2":0.999,"epsilon":1E-07,"amsgrad":false}""", new Adam().GetConfig().ToJsonString());
        Assert.StartsWith("""{"name":"adamw","learning_rate":0.001,"weight_decay":0.004,""", new AdamW().GetConfig().ToJsonString());
        Assert.StartsWith("""{"name":"adadelta","learning_rate":0.001,"weight_decay":null,""", new Adadelta().GetConfig().ToJsonString());
        Assert.EndsWith(""","rho":0.95,"epsilon":1E-07}""", new Adadelta().GetConfig().ToJsonString());
        Assert.EndsWith(""","initial_accumulator_value":0.1,"epsilon":1E-07}""", new Adagrad().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_1":0.9,"beta_2":0.999,"epsilon":1E-07}""", new Adamax().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_2_decay":-0.8,"epsilon_1":1E-30,"epsilon_2":0.001,"clip_threshold":1,"relative_step":true}""", new Adafactor().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_1":0.9,"beta_2":0.999,"epsilon":1E-07}""", new Nadam().GetConfig().ToJsonString());
        Assert.EndsWith(""","learning_rate_power":-0.5,"initial_accumulator_value":0.1,"l1_regularization_strength":0,"l2_regularization_strength":0,"l2_shrinkage_regularization_strength":0,"beta":0}""", new Ftrl().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_1":0.9,"beta_2":0.99}""", new Lion().GetConfig().ToJsonString());
        Assert.EndsWith(""","beta_1":0.9,"beta_2":0.999,"epsilon":1E-07}""", new Lamb().GetConfig().ToJsonString());
        Assert.StartsWith("""{"name":"muon","learning_rate":0.001,"weight_decay":0.004,""", new Muon().GetConfig().ToJsonString());
        Assert.EndsWith(""","adam_beta_1":0.9,"adam_beta_2":0.999,"epsilon":1E-07,"exclude_layers":[],"muon_a":3.4445,"muon_b":-4.775,"muon_c":2.0315,"adam_lr_ratio":1,"momentum":0.95,"ns_steps":5,"nesterov":true,"exclude_embeddings":true,"adam_weight_decay":0.004,"rms_rate":0.2}""", new Muon().GetConfig().ToJsonString());
        Assert.Equal(["average", "momentum", "velocity", "velocity_hat"], new Adam { UseEma = true, AmsGrad = true }.SlotNames);
        Assert.Equal(["velocity", "momentum", "average_gradient"], new RMSprop { Centered = true, Momentum = 0.1 }.SlotNames);
        Assert.Equal(["average", "gradient_accumulator", "accumulator", "linear"], new Ftrl { UseEma = true, GradientAccumulationSteps = 2 }.SlotNames);
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
    public void A_gradient_that_is_not_a_number_shows_in_its_weight()
    {
        foreach (SlotOptimizer rule in Rules())
            foreach (bool bySpans in (bool[])[true, false])
            {
                ParameterBuffer parameters = Start();
                Set(parameters.Gradients, parameters, [float.NaN, .. Reference["gradients"]![0].Floats()[1..]]);
                Twin(rule).Step(parameters, bySpans);
                Assert.True(float.IsNaN(Read(parameters)[0]), rule.GetType().Name);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl { LearningRatePower = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl { L1RegularizationStrength = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad { InitialAccumulatorValue = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion { Beta1 = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adafactor { Beta2Decay = 0.8 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Muon { NsSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { GradientAccumulationSteps = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { LossScaleFactor = 0 });
    }

    [Fact]
    public void Minimises_a_quadratic()
    {
        foreach (SlotOptimizer optimizer in Rules())
        {
            // Rates that shrink towards the end: Lion and Muon take steps of one size.
            Fathom.Schedules.Schedule rate = new Fathom.Schedules.PolynomialDecay(optimizer.LearningRate.At(0), 600) { EndLearningRate = 1e-5 };
            optimizer.LearningRate = optimizer is Lion or Muon or Lamb or Adafactor ? rate : optimizer.LearningRate;
            ParameterBuffer parameters = Start();
            for (int step = 0; step < 600; step++)
            {
                using (no_grad()) _ = parameters.Gradients.copy_(parameters.Values); // The gradient of |w|² / 2.
                optimizer.Step(parameters);
            }
            Assert.All(Read(parameters), value => Assert.True(Math.Abs(value) < 0.02, $"{optimizer.GetType().Name}: {value}"));
        }
    }

    // Long rows, many rows, several matrices, lengths that no vector divides.
    private static ParameterBuffer Large()
    {
        var random = new Random(1);
        (string Name, int[] Shape)[] shapes = [("kernel", [20_000]), ("bias", [30]), ("kernel", [90, 100]), ("kernel", [301, 7]), ("embeddings", [5, 67]), ("kernel", [2, 3, 4, 5]), ("gain", [])];
        return new([.. shapes.Select(one => Weight(one.Name, one.Shape, [.. Enumerable.Range(0, one.Shape.Aggregate(1, (product, axis) => product * axis)).Select(_ => random.NextSingle())]))], CPU);
    }
}
