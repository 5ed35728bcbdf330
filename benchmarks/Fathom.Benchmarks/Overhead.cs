using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks;

/// <summary>
/// What <c>Fit</c> costs over a loop written by hand in TorchSharp: the same nets, data, batch size, loss and optimizer, feed included on both sides.
/// </summary>
internal static class Overhead
{
    public static void Run(int threads, int rounds)
    {
        Devices.Threads = threads;
        Console.WriteLine($"Fit against a hand-written TorchSharp loop, {threads} thread(s), median of {rounds} rounds; below 1.00 Fit is faster");
        Mlp(rounds);
        Lstm(rounds, 16);
        Lstm(rounds, 32);
    }

    // LIBTORCH.md's dense workload: 50-256-256-1, batch 256.
    private static void Mlp(int rounds)
    {
        const int Batch = 256, Steps = 200, Features = 50;
        (float[,] x, float[] y) = Rows(Batch * Steps, Features);
        var model = new Sequential { new Input(Features), new Dense(256, Activation.Relu), new Dense(256, Activation.Relu), new Dense(1) };
        model.Compile(new Adam(0.001), Loss.MeanSquaredError);
        Dataset data = Dataset.From(x, y).Batch(Batch);

        using var net = nn.Sequential(nn.Linear(Features, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 1));
        using var optimizer = optim.Adam(net.parameters(), 1e-3);
        using Tensor xs = ((Samples)x).ToTensor(), ys = ((Samples)y).ToTensor().unsqueeze(1);
        SideBySide.Compare("MLP 50-256-256-1, batch 256",
            ("Fit", () => model.Fit(data, verbose: Verbosity.Silent)),
            ("loop", () =>
            {
                for (int i = 0; i < Steps; i++)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    Tensor loss = nn.functional.mse_loss(net.call(xs.narrow(0, i * Batch, Batch)), ys.narrow(0, i * Batch, Batch));
                    loss.backward();
                    optimizer.step();
                }
            }
        ), Steps, rounds);
    }

    // LIBTORCH.md's recurrent workload: LSTM on (256, 120, 14), then Dense(1).
    private static void Lstm(int rounds, int units)
    {
        const int Batch = 256, Steps = 12, Length = 120, Features = 14;
        var random = new Random(1);
        float[,,] x = new float[Batch * Steps, Length, Features];
        float[] y = new float[Batch * Steps];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = random.NextSingle();
            for (int t = 0; t < Length; t++)
                for (int f = 0; f < Features; f++)
                    x[i, t, f] = random.NextSingle() - 0.5f;
        }
        var model = new Sequential { new Input(Length, Features), new LSTM(units), new Dense(1) };
        model.Compile(new Adam(0.001), Loss.MeanSquaredError);
        Dataset data = Dataset.From(x, y).Batch(Batch);

        using var lstm = nn.LSTM(Features, units, batchFirst: true);
        using var head = nn.Linear(units, 1);
        using var optimizer = optim.Adam(lstm.parameters().Concat(head.parameters()), 1e-3);
        using Tensor xs = ((Samples)x).ToTensor(), ys = ((Samples)y).ToTensor().unsqueeze(1);
        SideBySide.Compare($"LSTM({units}) on (256, 120, 14)",
            ("Fit", () => model.Fit(data, verbose: Verbosity.Silent)),
            ("loop", () =>
            {
                for (int i = 0; i < Steps; i++)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    (Tensor sequence, _, _) = lstm.call(xs.narrow(0, i * Batch, Batch));
                    Tensor loss = nn.functional.mse_loss(head.call(sequence.select(1, -1)), ys.narrow(0, i * Batch, Batch));
                    loss.backward();
                    optimizer.step();
                }
            }
        ), Steps, rounds);
    }

    private static (float[,] X, float[] Y) Rows(int count, int features)
    {
        var random = new Random(1);
        float[,] x = new float[count, features];
        float[] y = new float[count];
        for (int i = 0; i < count; i++)
        {
            y[i] = random.NextSingle();
            for (int j = 0; j < features; j++) x[i, j] = random.NextSingle() - 0.5f;
        }
        return (x, y);
    }
}
