using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks;

/// <summary>Training steps of fully connected nets: <c>Fit</c> with its feed beside a hand-written TorchSharp loop, and beside a PyTorch loop in Python where there is one.</summary>
internal static class DenseSteps
{
    public static void Run(int threads, int rounds)
    {
        Devices.Threads = threads;
        Console.WriteLine($"Fit against a hand-written TorchSharp loop, {threads} thread(s), median of {rounds} rounds; below 1.00 Fit is faster");
        Compare("MLP 50-256-256-1, batch 256", [50, 256, 256, 1], 256, 200, rounds);
        Compare("MLP 18-20-8-1, batch 32", [18, 20, 8, 1], 32, 1000, rounds);
        Compare("MLP 1024-1024-1024-1, batch 256", [1024, 1024, 1024, 1], 256, 8, rounds);
    }

    private static void Compare(string what, int[] sizes, int batch, int steps, int rounds)
    {
        var random = new Random(1);
        float[,] x = new float[batch * steps, sizes[0]];
        float[] y = new float[batch * steps];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = random.NextSingle();
            for (int j = 0; j < sizes[0]; j++) x[i, j] = random.NextSingle() - 0.5f;
        }
        var model = new Sequential { new Input(sizes[0]) };
        var modules = new List<nn.Module<Tensor, Tensor>>();
        for (int l = 1; l < sizes.Length; l++)
        {
            bool last = l == sizes.Length - 1;
            model.Add(new Dense(sizes[l], last ? null : Activation.Relu));
            modules.Add(nn.Linear(sizes[l - 1], sizes[l]));
            if (!last) modules.Add(nn.ReLU());
        }
        model.Compile(new Adam(0.001), Loss.MeanSquaredError);
        Dataset data = Dataset.From(x, y).Batch(batch);
        using var net = nn.Sequential([.. modules]);
        using var optimizer = optim.Adam(net.parameters(), 1e-3);
        using Tensor xs = ((Samples)x).ToTensor(), ys = ((Samples)y).ToTensor().unsqueeze(1);
        SideBySide.Compare(what, ("Fit", () => model.Fit(data, verbose: Verbosity.Silent)), ("loop", () =>
        {
            for (int i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor loss = nn.functional.mse_loss(net.call(xs.narrow(0, i * batch, batch)), ys.narrow(0, i * batch, batch));
                loss.backward();
                optimizer.step();
            }
        }), steps, rounds);
    }
}
