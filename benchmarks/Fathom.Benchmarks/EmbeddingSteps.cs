using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks;

/// <summary>
/// Training steps of a net that is little more than an embedding: 32 texts of 600 words, whose ranks follow Zipf's law, embedded in 256 numbers and averaged. <c>Fit</c> beside a loop
/// written by hand with TorchSharp's own modules, whose gradient and optimizer go through the whole table.
/// </summary>
internal static class EmbeddingSteps
{
    private const int Batch = 32, Tokens = 600, Width = 256, Steps = 8;

    public static void Run(int threads, int rounds)
    {
        Devices.Threads = threads;
        Console.WriteLine($"{threads} thread(s), median of {rounds} rounds; ratio: the cost of a step of Fit in those of the loop");
        foreach (int words in new[] { 20_000, 200_000 })
        {
            Compare($"SGD, {words:N0} words", words, rounds, new SGD(0.01), parameters => optim.SGD(parameters, 0.01));
            Compare($"Adam, {words:N0} words", words, rounds, new Adam(0.001), parameters => optim.Adam(parameters, 0.001));
            Compare($"lazy Adam, {words:N0} words", words, rounds, new Adam(0.001) { LazyEmbeddings = true }, parameters => optim.Adam(parameters, 0.001));
        }
    }

    private static void Compare(string name, int words, int rounds, Optimizer optimizer, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> peer)
    {
        (float[,] x, float[] y) = Texts(words);
        var model = new Sequential { new Input(Tokens), new Embedding(words, Width), new GlobalAveragePooling1D(), new Dense(1) };
        model.Compile(optimizer, Loss.MeanSquaredError);
        Dataset data = Dataset.From(x, y).Batch(Batch);

        using TorchSharp.Modules.Embedding embedding = nn.Embedding(words, Width);
        using TorchSharp.Modules.Linear head = nn.Linear(Width, 1);
        using optim.Optimizer loop = peer([.. embedding.parameters(), .. head.parameters()]);
        using Tensor xs = ((Samples)x).ToTensor().to(int64), ys = ((Samples)y).ToTensor().unsqueeze(1);
        SideBySide.Compare(name, ("Fit", () => model.Fit(data, verbose: Verbosity.Silent)), ("loop", () =>
        {
            for (int i = 0; i < Steps; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                loop.zero_grad();
                nn.functional.mse_loss(head.call(embedding.call(xs.narrow(0, i * Batch, Batch)).mean([1L])), ys.narrow(0, i * Batch, Batch)).backward();
                loop.step();
            }
        }), Steps, rounds);
    }

    private static (float[,] X, float[] Y) Texts(int words)
    {
        var random = new Random(1);
        double[] cumulated = new double[words];
        double total = 0;
        for (int i = 0; i < words; i++) cumulated[i] = total += 1d / (i + 1);
        float[,] x = new float[Batch * Steps, Tokens];
        float[] y = new float[Batch * Steps];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = random.NextSingle();
            for (int t = 0; t < Tokens; t++)
            {
                int at = Array.BinarySearch(cumulated, random.NextDouble() * total);
                x[i, t] = Math.Min(words - 1, at < 0 ? ~at : at);
            }
        }
        return (x, y);
    }
}
