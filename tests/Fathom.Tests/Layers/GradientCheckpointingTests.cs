using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Regularizers;
using TorchSharp;

namespace Fathom.Tests.Layers;

public class GradientCheckpointingTests
{
    private static Sequential Net(bool checkpointing)
    {
        using IDisposable seeds = Seeds.Use(7);
        var inner = new Sequential("inner")
        {
            new Input(6), new Dense(16, Activation.Gelu) { ActivityRegularizer = new L2(0.01) }, new Dropout(0.4f), new Reshape(4, 4), new GRU(5) { Dropout = 0.2f }, new LayerNormalization(),
        };
        inner.GradientCheckpointing = checkpointing;
        return new Sequential { new Input(6), inner, new Dropout(0.2f), new Dense(2) };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_is_the_same_with_and_without(bool average)
    {
        float[][] Train(bool checkpointing)
        {
            using IDisposable seeds = Seeds.Use(3);
            var random = new Random(1);
            float[,] x = new float[40, 6], y = new float[40, 2];
            for (int i = 0; i < 40; i++)
            {
                for (int j = 0; j < 6; j++) x[i, j] = random.NextSingle() * 2 - 1;
                (y[i, 0], y[i, 1]) = (x[i, 0] * x[i, 1], x[i, 2]);
            }
            Sequential model = Net(checkpointing);
            model.Compile(new Adam(0.01) { UseEma = average }, Loss.MeanSquaredError);
            History history = model.Fit(x, y, epochs: 3, batchSize: 8, verbose: Verbosity.Silent);
            return [.. model.GetWeights(), [.. history["loss"].Select(loss => (float)loss)]];
        }
        float[][] plain = Train(false), checkpointed = Train(true);
        for (int i = 0; i < plain.Length; i++)
            for (int j = 0; j < plain[i].Length; j++) Assert.Equal(plain[i][j], checkpointed[i][j], 1e-6f);
    }

    [Fact]
    public void What_lies_in_between_is_not_kept()
    {
        const int Rows = 160_000;
        long Held(bool checkpointing)
        {
            using var scope = torch.NewDisposeScope();
            var stack = new Sequential { new Input(64) };
            for (int i = 0; i < 4; i++) stack.Add(new Dense(64, Activation.Tanh));
            stack.GradientCheckpointing = checkpointing;
            torch.Tensor x = torch.zeros(Rows, 64);
            GC.Collect();
            long before = Environment.WorkingSet;
            torch.Tensor output = stack.Forward(x, CallContext.Train);
            Assert.True(output.requires_grad);
            return Environment.WorkingSet - before;
        }
        // Four layers' outputs of 40 MiB each, large enough that freed memory goes back to the system, against the last one's.
        long plain = Held(false), checkpointed = Held(true);
        Assert.True(checkpointed < plain / 2, $"{checkpointed >> 20} MiB with, {plain >> 20} MiB without");
    }
}
