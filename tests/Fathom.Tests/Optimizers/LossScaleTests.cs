using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;
using static Fathom.Tests.Optimizers.Buffers;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

public class LossScaleTests
{
    [Fact]
    public void Halves_and_skips_where_gradients_overflow_and_doubles_after_calm()
    {
        foreach (bool bySpans in (bool[])[true, false])
            foreach (float broken in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                var optimizer = new LossScaleOptimizer(new SGD(1)) { InitialScale = 8, DynamicGrowthSteps = 3 };
                ParameterBuffer parameters = Start();
                float[] start = Read(parameters);

                Set(parameters.Gradients, parameters, [.. Enumerable.Repeat(1f, 28), broken]);
                optimizer.Step(parameters, bySpans);
                Assert.Equal(start, Read(parameters));
                Assert.Equal(4, optimizer.Scale);
                Assert.Equal(0, optimizer.Iterations);

                foreach (double scale in (double[])[4, 4, 8, 8])
                {
                    Set(parameters.Gradients, parameters, [.. Enumerable.Repeat((float)optimizer.Scale, 29)]);
                    optimizer.Step(parameters, bySpans);
                    Assert.Equal(scale, optimizer.Scale);
                }
                // Four steps of gradient 1.
                AssertClose([.. start.Select(value => value - 4)], Read(parameters), "steps");
                Assert.Equal(4, optimizer.Iterations);
            }
    }

    [Fact]
    public void Large_finite_gradients_are_no_overflow()
    {
        var optimizer = new LossScaleOptimizer(new SGD(1));
        ParameterBuffer parameters = Start();
        Set(parameters.Gradients, parameters, [.. Enumerable.Repeat(float.MaxValue, 29)]);
        optimizer.Step(parameters);
        Assert.Equal(1, optimizer.Iterations);
        Assert.Equal(32768, optimizer.Scale);
    }

    [Fact]
    public void Scaling_changes_nothing_else()
    {
        float[] plain = Train(new Adam(0.01));
        // Powers of two: the same bits.
        Assert.Equal(plain, Train(new Adam(0.01) { LossScaleFactor = 1024 }));
        Assert.Equal(plain, Train(new LossScaleOptimizer(new Adam(0.01)) { DynamicGrowthSteps = 5 }));
    }

    [Fact]
    public void Survives_saving_and_starts_as_keras_does()
    {
        var optimizer = new LossScaleOptimizer(new AdamW(0.02) { ClipNorm = 1 }) { InitialScale = 64, DynamicGrowthSteps = 7 };
        JsonNode saved = JsonNode.Parse(KerasRegistry.Serialize(optimizer, "keras.optimizers")!.ToJsonString())!;
        var again = (LossScaleOptimizer)KerasRegistry.Deserialize<Optimizer>(saved)!;
        Assert.Equal(optimizer.GetConfig().ToJsonString(), again.GetConfig().ToJsonString());
        Assert.Equal(64, again.Scale);
        Assert.Equal(["name", "inner_optimizer", "initial_scale", "dynamic_growth_steps"], again.GetConfig().Select(option => option.Key));
        Assert.Equal(32768, new LossScaleOptimizer(new SGD()).Scale);
        Assert.Equal(2000, new LossScaleOptimizer(new SGD()).DynamicGrowthSteps);
        using Tensor loss = tensor(2f), scaled = again.ScaleLoss(loss);
        Assert.Equal(128, scaled.item<float>());
    }

    [Fact]
    public void Two_scales_are_refused()
    {
        Assert.Contains("scales the loss itself", Assert.Throws<ArgumentException>(() => new LossScaleOptimizer(new SGD { LossScaleFactor = 2 })).Message);
        Assert.Throws<ArgumentException>(() => new LossScaleOptimizer(new LossScaleOptimizer(new SGD())));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaleOptimizer(new SGD()) { InitialScale = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaleOptimizer(new SGD()) { DynamicGrowthSteps = 0 });
    }

    private static float[] Train(Optimizer optimizer)
    {
        using IDisposable seeds = Seeds.Use(3);
        var model = new Sequential { new Input(2), new Dense(4, Activation.Tanh), new Dense(1) };
        model.Compile(optimizer, Loss.MeanSquaredError, device: "cpu");
        var random = new Random(1);
        float[,] x = new float[40, 2];
        float[] y = new float[40];
        for (int row = 0; row < 40; row++) (x[row, 0], x[row, 1], y[row]) = (random.NextSingle(), random.NextSingle(), random.NextSingle());
        model.Fit(x, y, epochs: 3, batchSize: 8, verbose: Verbosity.Silent);
        return [.. model.Weights.SelectMany(weight => weight.ToArray())];
    }
}
