using Fathom.Layers;
using Fathom.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks.Labs;

/// <summary>All nets of the suite. <c>labs.py</c> holds the same ones.</summary>
internal static class LabCatalogue
{
    private const int Batch = 256, Length = 120, Features = 14;

    /// <summary>Dense and recurrent nets, then those of windows, tokens and images.</summary>
    public static IReadOnlyList<Lab> All { get; } =
    [
        Dense("Tiny net 18-20-8-1, batch 32", "tiny", 32, 1000, LabTask.Binary, 18, 20, 8, 1),
        Dense("MLP 50-256-256-1, batch 256", "mlp", 256, 100, LabTask.Regression, 50, 256, 256, 1),
        Dense("MLP 1024-1024-1024-1, batch 256", "wide", 256, 4, LabTask.Regression, 1024, 1024, 1024, 1),
        Windows("LSTM(16)", "lstm16", 8, Work.Recurrent(Batch, Length, 4, Features, 16, isFirst: true), () => [new LSTM(16)], () =>
        {
            TorchSharp.Modules.LSTM lstm = nn.LSTM(Features, 16, batchFirst: true);
            return Headed(x => lstm.call(x).Item1.select(1, -1), lstm, 16);
        }),
        Windows(
            "LSTM(32), recurrent dropout", "lstm32dropout", 4, Work.Recurrent(Batch, Length, 4, Features, 32, isFirst: true),
            () => [new LSTM(32) { RecurrentDropout = 0.25f }], RecurrentDropout),
        Windows(
            "2 x GRU(32)", "gru2", 3, Work.Recurrent(Batch, Length, 3, Features, 32, isFirst: true) + Work.Recurrent(Batch, Length, 3, 32, 32),
            () => [new GRU(32) { ReturnSequences = true }, new GRU(32)], () =>
            {
                TorchSharp.Modules.GRU gru = nn.GRU(Features, 32, numLayers: 2, batchFirst: true);
                return Headed(x => gru.call(x).Item1.select(1, -1), gru, 32);
            }),
        BidirectionalText(),
        Windows(
            "Conv1D", "conv1d", 8, Work.Product(Batch * 97, 24 * Features, 8, isFirst: true) + Work.Product(Batch * 37, 12 * 8, 8) + Work.Product(Batch * 13, 6 * 8, 8),
            () =>
            [
                new Conv1D(8, 24, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 12, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 6, Activation.Relu),
                new GlobalAveragePooling1D(),
            ],
            () => LoopNet.Chain(
                nn.Conv1d(Features, 8, 24), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 8, 12), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 8, 6), nn.ReLU(),
                nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(8, 1)) with { Arrange = x => x.transpose(1, 2) }),
        TransformerText("Transformer block", DTypePolicy.Float32),
        Images("MNIST CNN, batch 128", DTypePolicy.Float32),
        Images("MNIST CNN, Fit in bfloat16", DTypePolicy.MixedBFloat16),
        TransformerText("Transformer block in bfloat16", DTypePolicy.MixedBFloat16),
    ];

    private static Lab Dense(string name, string key, int batch, int steps, LabTask task, params int[] sizes) => new(name, key, batch, steps)
    {
        Input = new Shape(sizes[0]),
        Task = task,
        Work = Enumerable.Range(1, sizes.Length - 1).Sum(l => Work.Product(batch, sizes[l - 1], sizes[l], isFirst: l == 1)),
        Model = () =>
        {
            var model = new Sequential { new Input(sizes[0]) };
            foreach (int units in sizes[1..^1]) model.Add(new Dense(units, Activation.Relu));
            model.Add(new Dense(sizes[^1], task == LabTask.Binary ? Activation.Sigmoid : null));
            return model;
        },
        Net = () =>
        {
            var modules = new List<nn.Module<Tensor, Tensor>>();
            for (int l = 1; l < sizes.Length; l++)
            {
                modules.Add(nn.Linear(sizes[l - 1], sizes[l]));
                if (l < sizes.Length - 1) modules.Add(nn.ReLU());
            }
            return LoopNet.Chain([.. modules]);
        },
    };

    // Five days of fourteen hourly measurements, one number foretold.
    private static Lab Windows(string name, string key, int steps, double work, Func<Layer[]> layers, Func<LoopNet> net) => new(name, key, Batch, steps)
    {
        Input = new Shape(Length, Features),
        Task = LabTask.Regression,
        Work = work,
        Model = () =>
        {
            var model = new Sequential { new Input(Length, Features) };
            foreach (Layer layer in layers()) model.Add(layer);
            model.Add(new Dense(1));
            return model;
        },
        Net = net,
    };

    private static LoopNet Headed(Func<Tensor, Tensor> body, nn.Module module, int units)
    {
        TorchSharp.Modules.Linear head = nn.Linear(units, 1);
        return new LoopNet(x => head.call(body(x)), module, head);
    }

    // TorchSharp's LSTM has no recurrent dropout: what its users write.
    private static LoopNet RecurrentDropout()
    {
        const int Units = 32;
        TorchSharp.Modules.LSTMCell cell = nn.LSTMCell(Features, Units);
        return Headed(x =>
        {
            Tensor mask = rand(x.shape[0], Units).gt(0.25f).to(float32) / 0.75f, state = zeros(x.shape[0], Units), carried = zeros(x.shape[0], Units);
            foreach (Tensor step in x.unbind(1)) (state, carried) = cell.call(step, (state * mask, carried));
            return state;
        }, cell, Units);
    }

    private static Lab BidirectionalText()
    {
        const int Rows = 32, Tokens = 600, Words = 20_000, Width = 256, Units = 32;
        return new Lab("Bi-LSTM(32) on 600 tokens", "bilstm", Rows, 2)
        {
            Input = new Shape(Tokens),
            Words = Words,
            Task = LabTask.Binary,
            Work = 2 * Work.Recurrent(Rows, Tokens, 4, Width, Units),
            Model = () => new Sequential { new Input(Tokens), new Embedding(Words, Width), new Bidirectional(new LSTM(Units)), new Dense(1, Activation.Sigmoid) },
            Net = () =>
            {
                TorchSharp.Modules.Embedding embedding = nn.Embedding(Words, Width);
                TorchSharp.Modules.LSTM lstm = nn.LSTM(Width, Units, batchFirst: true, bidirectional: true);
                TorchSharp.Modules.Linear head = nn.Linear(2 * Units, 1);
                return new LoopNet(tokens =>
                {
                    Tensor sequence = lstm.call(embedding.call(tokens)).Item1;
                    return head.call(cat([sequence.select(1, -1).narrow(1, 0, Units), sequence.select(1, 0).narrow(1, Units, Units)], 1));
                }, embedding, lstm, head);
            },
        };
    }

    private static Lab TransformerText(string name, DTypePolicy precision)
    {
        const int Rows = 32, Tokens = 200, Words = 20_000, Width = 256, Heads = 2, Inner = 32;
        return new Lab(name, "transformer", Rows, 2)
        {
            Input = new Shape(Tokens),
            Words = Words,
            Task = LabTask.Binary,
            Work = 4 * Work.Product(Rows * Tokens, Width, Width) + Work.Attention(Rows, Tokens, Width) + 2 * Work.Product(Rows * Tokens, Width, Inner),
            Model = () =>
            {
                SymbolicTensor tokens = Input.Tensor(Tokens), x = new Embedding(Words, Width).Apply(tokens);
                x = new LayerNormalization().Apply(new Add().Apply(x, new MultiHeadAttention(Heads, Width / Heads).Apply(x, x)));
                x = new LayerNormalization().Apply(new Add().Apply(x, new Dense(Width).Apply(new Dense(Inner, Activation.Relu).Apply(x))));
                return InPrecision(new Model(tokens, new Dense(1, Activation.Sigmoid) { Name = "answer" }.Apply(new GlobalMaxPooling1D().Apply(x))), precision);
            },
            Net = () =>
            {
                TorchSharp.Modules.Embedding embedding = nn.Embedding(Words, Width);
                TorchSharp.Modules.TransformerEncoderLayer block = nn.TransformerEncoderLayer(Width, Heads, Inner, dropout: 0);
                TorchSharp.Modules.Linear head = nn.Linear(Width, 1);
                // The module wants the tokens first.
                return new LoopNet(
                    tokens => head.call(block.call(embedding.call(tokens).transpose(0, 1), null!, null!).max(0).values), embedding, block, head);
            },
        };
    }

    private static Lab Images(string name, DTypePolicy precision) => new(name, "mnist", 128, 4)
    {
        Input = new Shape(28, 28, 1),
        Task = LabTask.Classes,
        Work = Work.Product(128 * 26 * 26, 9, 32, isFirst: true) + Work.Product(128 * 11 * 11, 9 * 32, 64) + Work.Product(128, 1600, 10),
        Model = () => InPrecision(new Sequential
        {
            new Input(28, 28, 1), new Conv2D(32, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(64, 3, Activation.Relu), new MaxPooling2D(2), new Flatten(),
            new Dropout(0.5f), new Dense(10, Activation.Softmax) { Name = "answer" },
        }, precision),
        Net = () => LoopNet.Chain(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10))
            with { Arrange = x => x.permute(0, 3, 1, 2) },
    };

    private static Model InPrecision(Model model, DTypePolicy precision)
    {
        if (precision == DTypePolicy.Float32) return model;
        model.DTypePolicy = precision;
        // Probabilities in single precision.
        model.GetLayer("answer").DTypePolicy = DTypePolicy.Float32;
        return model;
    }
}
