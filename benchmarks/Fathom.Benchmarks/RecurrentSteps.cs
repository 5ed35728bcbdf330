using System.Globalization;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace Fathom.Benchmarks;

/// <summary>
/// Whole training steps of recurrent nets, <c>Fit</c> with feed and metrics beside a loop written by hand with TorchSharp's own modules: the same shapes, loss,
/// clipping and optimizer.
/// </summary>
internal static class RecurrentSteps
{
    private const int Batch = 256, Length = 120, Features = 14;

    private static string s_only = "";

    public static void Run(string only, int threads, int rounds)
    {
        s_only = only;
        Devices.Threads = threads;
        double peak = Peak.Measure(threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{threads} thread(s), median of {rounds} rounds, fused multiply-adds at most {peak:0} GFLOPS; ratio: how many steps of Fit in one of the loop"));
        foreach (int units in new[] { 16, 32 })
            Windows($"LSTM({units})", peak, rounds, Work(4, Features, units, false), [new LSTM(units)], () => nn.LSTM(Features, units, batchFirst: true));
        foreach (int units in new[] { 16, 32 })
            Windows(
                $"LSTM({units}), recurrent dropout", peak, rounds, Work(4, Features, units, false), [new LSTM(units) { RecurrentDropout = 0.25f }],
                () => new PerGateLoop(Features, units, 0.25f));
        foreach (int units in new[] { 16, 32 })
            Windows(
                $"  beside one mask a cell, {units}", peak, rounds, Work(4, Features, units, false), [new LSTM(units) { RecurrentDropout = 0.25f }],
                () => nn.LSTMCell(Features, units));
        Windows(
            "2 x GRU(32)", peak, rounds, Work(3, Features, 32, false) + Work(3, 32, 32, true),
            [new GRU(32) { ReturnSequences = true }, new GRU(32)], () => nn.GRU(Features, 32, numLayers: 2, batchFirst: true));
        Windows("SimpleRNN(32)", peak, rounds, Work(1, Features, 32, false), [new SimpleRNN(32)], () => nn.RNN(Features, 32, batchFirst: true));
        Text(peak, rounds);
        // Where libtorch's own large products may catch up.
        foreach (int units in new[] { 128, 256, 512 })
            Windows(
                $"LSTM({units}) on (256, 30, 14)", peak, Math.Min(rounds, 7), Work(4, Features, units, false, length: 30), [new LSTM(units)],
                () => nn.LSTM(Features, units, batchFirst: true), 30, 2);
    }

    // Multiplications and additions of a layer's products, forward and back, per step of training.
    private static double Work(int gates, int features, int units, bool inputGradient, int batch = Batch, int length = Length) =>
        2.0 * batch * length * gates * units * (2 * (features + units) + units + (inputGradient ? features : 0));

    private static void Windows(string name, double peak, int rounds, double work, Layer[] layers, Func<nn.Module> module, int length = Length, int steps = 8)
    {
        if (!name.Contains(s_only, StringComparison.OrdinalIgnoreCase)) return;
        (float[,,] x, float[] y) = Data(Batch * steps, length, Features);
        var model = new Sequential { new Input(length, Features) };
        foreach (Layer layer in layers) model.Add(layer);
        model.Add(new Dense(1));
        model.Compile(new Adam(0.001) { GlobalClipNorm = 1 }, Loss.MeanSquaredError);
        Dataset data = Dataset.From(x, y).Batch(Batch);
        int units = layers[^1] is LSTM lstm ? lstm.Units : 32;

        using nn.Module recurrent = module();
        using Linear head = nn.Linear(units, 1);
        using optim.Optimizer optimizer = optim.Adam(recurrent.parameters().Concat(head.parameters()), 1e-3);
        Parameter[] parameters = [.. recurrent.parameters(), .. head.parameters()];
        using Tensor xs = ((Samples)x).ToTensor(), ys = ((Samples)y).ToTensor().unsqueeze(1);
        // Until the runtime has compiled everything at its best.
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < 3000;) model.Fit(data, verbose: Verbosity.Silent);
        Report(name, peak, work, SideBySide.Measure(
            () => model.Fit(data, verbose: Verbosity.Silent),
            () =>
            {
                for (int i = 0; i < steps; i++)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    Tensor loss = nn.functional.mse_loss(head.call(Last(recurrent, xs.narrow(0, i * Batch, Batch), units)), ys.narrow(0, i * Batch, Batch));
                    loss.backward();
                    nn.utils.clip_grad_norm_(parameters, 1);
                    optimizer.step();
                }
            }, steps, rounds));
    }

    private static Tensor Last(nn.Module module, Tensor x, int units) => module switch
    {
        TorchSharp.Modules.LSTM lstm => lstm.call(x).Item1.select(1, -1),
        TorchSharp.Modules.GRU gru => gru.call(x).Item1.select(1, -1),
        TorchSharp.Modules.RNN rnn => rnn.call(x).Item1.select(1, -1),
        TorchSharp.Modules.LSTMCell cell => Loop(cell, x, units),
        PerGateLoop loop => loop.call(x),
        _ => throw new ArgumentException($"There is no loop for {module.GetType()}.", nameof(module)),
    };

    // TorchSharp's LSTM has no recurrent dropout: the shortest that its users can write, with less dropout than Keras's.
    private static Tensor Loop(TorchSharp.Modules.LSTMCell cell, Tensor x, int units)
    {
        Tensor mask = rand(x.shape[0], units).gt(0.25f).to(float32) / 0.75f, state = zeros(x.shape[0], units), carried = zeros(x.shape[0], units);
        foreach (Tensor step in x.unbind(1)) (state, carried) = cell.call(step, (state * mask, carried));
        return state;
    }

    // 600 tokens of 20,000 words, embedded in 256 numbers, read in both directions.
    private static void Text(double peak, int rounds)
    {
        const string Name = "Bi-LSTM(32) on 600 tokens";
        if (!Name.Contains(s_only, StringComparison.OrdinalIgnoreCase)) return;
        const int Rows = 32, Tokens = 600, Words = 20_000, Width = 256, Units = 32, Steps = 2;
        var random = new Random(1);
        float[,] x = new float[Rows * Steps, Tokens];
        float[] y = new float[Rows * Steps];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = random.NextSingle();
            for (int t = 0; t < Tokens; t++) x[i, t] = random.Next(Words);
        }
        var model = new Sequential { new Input(Tokens), new Embedding(Words, Width), new Bidirectional(new LSTM(Units)), new Dense(1) };
        model.Compile(new Adam(0.001) { GlobalClipNorm = 1 }, Loss.MeanSquaredError);
        Dataset data = Dataset.From(x, y).Batch(Rows);

        using TorchSharp.Modules.Embedding embedding = nn.Embedding(Words, Width);
        using TorchSharp.Modules.LSTM lstm = nn.LSTM(Width, Units, batchFirst: true, bidirectional: true);
        using Linear head = nn.Linear(2 * Units, 1);
        Parameter[] parameters = [.. embedding.parameters(), .. lstm.parameters(), .. head.parameters()];
        using optim.Optimizer optimizer = optim.Adam(parameters, 1e-3);
        using Tensor xs = ((Samples)x).ToTensor().to(int64), ys = ((Samples)y).ToTensor().unsqueeze(1);
        Report(Name, peak, 2 * Work(4, Width, Units, true, Rows, Tokens), SideBySide.Measure(
            () => model.Fit(data, verbose: Verbosity.Silent),
            () =>
            {
                for (int i = 0; i < Steps; i++)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    Tensor sequence = lstm.call(embedding.call(xs.narrow(0, i * Rows, Rows))).Item1;
                    Tensor ends = cat([sequence.select(1, -1).narrow(1, 0, Units), sequence.select(1, 0).narrow(1, Units, Units)], 1);
                    nn.functional.mse_loss(head.call(ends), ys.narrow(0, i * Rows, Rows)).backward();
                    nn.utils.clip_grad_norm_(parameters, 1);
                    optimizer.step();
                }
            }, Steps, rounds));
    }

    private static void Report(string name, double peak, double work, SideBySide.Result result)
    {
        double speed = work / result.A / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-28} Fit {result.A,7:0.00} ms ({result.LeastA:0.00}-{result.MostA:0.00})   loop {result.B,7:0.00} ms ({result.LeastB:0.00}-{result.MostB:0.00})   ratio {1 / result.Ratio:0.0}   {speed:0} GFLOPS, {speed / peak:P0} of the peak"));
    }

    private static (float[,,] X, float[] Y) Data(int count, int length, int features)
    {
        var random = new Random(1);
        float[,,] x = new float[count, length, features];
        float[] y = new float[count];
        for (int i = 0; i < count; i++)
        {
            y[i] = random.NextSingle();
            for (int t = 0; t < length; t++)
                for (int f = 0; f < features; f++)
                    x[i, t, f] = random.NextSingle() - 0.5f;
        }
        return (x, y);
    }
}
