using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Schedules;

namespace Fathom.Tests.Optimizers;

public class AccumulationTests
{
    [Fact]
    public void Four_batches_of_eight_are_one_batch_of_thirty_two()
    {
        foreach (Func<int?, Optimizer> make in (Func<int?, Optimizer>[])
        [
            steps => new SGD(0.1) { Momentum = 0.9, GradientAccumulationSteps = steps },
            steps => new AdamW(0.01) { GradientAccumulationSteps = steps, ClipNorm = 0.1, UseEma = true, EmaMomentum = 0.7 },
            steps => new Lamb(0.01) { GradientAccumulationSteps = steps, LossScaleFactor = 128 },
        ])
        {
            float[] large = Train(make(null), 32, out long steps), small = Train(make(4), 8, out long fewer);
            Assert.Equal(steps, fewer);
            Assert.Equal(6, steps);
            for (int i = 0; i < large.Length; i++) Assert.Equal(large[i], small[i], 1e-6);
        }
    }

    [Fact]
    public void Schedules_count_batches_and_steps_count_themselves()
    {
        var optimizer = new SGD(new PiecewiseConstantDecay([3], [1, 0.5])) { GradientAccumulationSteps = 2 };
        ParameterBuffer parameters = Buffers.Start();
        float before = Buffers.Read(parameters)[0];
        foreach (int batch in Enumerable.Range(0, 6))
        {
            Buffers.Set(parameters.Gradients, parameters, [.. Enumerable.Repeat(1f, 29)]);
            optimizer.Step(parameters);
            Assert.Equal((batch + 1) / 2, optimizer.Iterations);
        }
        // Batches 1 and 3 step with 1, batch 5 with 0.5.
        Assert.Equal(before - 2.5f, Buffers.Read(parameters)[0], 1e-6f);
        Assert.Equal(0.5, optimizer.CurrentLearningRate);
    }

    private static float[] Train(Optimizer optimizer, int batchSize, out long steps)
    {
        using IDisposable seeds = Seeds.Use(3);
        var model = new Sequential { new Input(3), new Dense(6, Activation.Tanh), new Dense(1) };
        model.Compile(optimizer, Loss.MeanSquaredError, device: "cpu");
        var random = new Random(1);
        float[,] x = new float[96, 3];
        float[] y = new float[96];
        for (int row = 0; row < 96; row++) (x[row, 0], x[row, 1], x[row, 2], y[row]) = (random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle());
        model.Fit(x, y, epochs: 2, batchSize: batchSize, shuffle: false, verbose: Verbosity.Silent);
        steps = optimizer.Iterations;
        return [.. model.Weights.SelectMany(weight => weight.ToArray())];
    }
}
