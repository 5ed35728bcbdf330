using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Optimizers;

public class MovingAverageTests
{
    [Fact]
    public void Fit_leaves_the_average_of_the_weights_of_every_step()
    {
        using IDisposable seeds = Seeds.Use(3);
        var model = new Sequential { new Input(2), new Dense(1) };
        model.Compile(new SGD(0.05) { UseEma = true, EmaMomentum = 0.8 }, Loss.MeanSquaredError);
        float[,] x = new float[40, 2];
        float[] y = new float[40];
        var random = new Random(1);
        for (int i = 0; i < 40; i++) (x[i, 0], x[i, 1], y[i]) = (random.NextSingle(), random.NextSingle(), random.NextSingle());

        float[]? average = null;
        var watch = new LambdaCallback
        {
            BatchEnd = (_, _) =>
            {
                float[] now = model.GetWeights()[0];
                average = average is null ? now : [.. average.Zip(now, (a, w) => 0.8f * a + 0.2f * w)];
            },
        };
        model.Fit(x, y, epochs: 2, batchSize: 8, callbacks: [watch], verbose: Verbosity.Silent);

        float[] final = model.GetWeights()[0];
        for (int i = 0; i < final.Length; i++) Assert.Equal(average![i], final[i], 1e-6);
    }

    [Fact]
    public void Average_and_weights_change_places_and_back()
    {
        foreach (Optimizer optimizer in (Optimizer[])[new SGD(1) { UseEma = true, EmaMomentum = 0.5 }, new LossScaleOptimizer(new SGD(1) { UseEma = true, EmaMomentum = 0.5 }) { InitialScale = 1 }])
        {
            ParameterBuffer parameters = Buffers.Start();
            optimizer.ExchangeAverage(parameters);
            float start = Buffers.Read(parameters)[0];
            for (int step = 0; step < 2; step++)
            {
                Buffers.Set(parameters.Gradients, parameters, [.. Enumerable.Repeat(1f, 29)]);
                optimizer.Step(parameters);
            }
            Assert.True(optimizer.KeepsAverage);
            optimizer.ExchangeAverage(parameters);
            Assert.Equal(start - 1.5f, Buffers.Read(parameters)[0], 1e-6f);
            optimizer.ExchangeAverage(parameters);
            Assert.Equal(start - 2, Buffers.Read(parameters)[0], 1e-6f);
        }
        Assert.False(new SGD().KeepsAverage);
    }
}
