using Fathom.Callbacks;
using Fathom.Data;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class StatefulTests
{
    private const int Batch = 4, Steps = 5, Pieces = 3;

    public static TheoryData<string, Func<bool, RNN>> Layers => new()
    {
        { "LSTM", stateful => new LSTM(6) { Stateful = stateful, ReturnSequences = true } },
        { "GRU", stateful => new GRU(6) { Stateful = stateful, ReturnSequences = true } },
        { "SimpleRNN", stateful => new SimpleRNN(6) { Stateful = stateful, ReturnSequences = true } },
        { "stack", stateful => new RNN([new GRUCell(4), new LSTMCell(6)]) { Stateful = stateful, ReturnSequences = true } },
    };

    [Theory]
    [MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void Pieces_of_a_sequence_give_what_it_gives_whole(string name, Func<bool, RNN> make)
    {
        using var scope = NewDisposeScope();
        Seeds.Set(3);
        Tensor x = randn(Batch, Pieces * Steps, 3);
        RNN whole = make(false), piecewise = make(true);
        float[] expected = whole.Forward(x, CallContext.Infer).data<float>().ToArray();
        piecewise.Build([new Shape(Steps, 3)]);
        foreach ((Weight from, Weight to) in whole.Weights.Zip(piecewise.Weights)) to.Assign(from.ToArray());
        for (int round = 0; round < 2; round++)
        {
            Tensor together = cat([.. x.chunk(Pieces, 1).Select(piece => piecewise.Forward(piece, CallContext.Infer))], 1);
            Assert.True(expected.AsSpan().SequenceEqual(together.data<float>().ToArray()), $"{name}, round {round}");
            piecewise.ResetState();
        }
    }

    [Fact]
    public void A_model_carries_states_from_batch_to_batch()
    {
        Seeds.Set(5);
        var model = new Sequential { new Input(Steps, 2), new LSTM(4) { Stateful = true }, new Dense(1) };
        float[,,] x = new float[Batch, Steps, 2];
        foreach (int i in Enumerable.Range(0, x.Length)) x[i / (Steps * 2), i / 2 % Steps, i % 2] = MathF.Sin(i);
        float[] first = model.Predict(x, batchSize: Batch).ToArray(), second = model.Predict(x, batchSize: Batch).ToArray();
        Assert.NotEqual(first, second);
        model.ResetState();
        Assert.Equal(first, model.Predict(x, batchSize: Batch).ToArray());

        model.Compile(new Adam(0.01), Fathom.Loss.MeanSquaredError);
        History history = model.Fit(x, new float[Batch], epochs: 20, batchSize: Batch, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.True((bool)model.GetLayer("lstm").GetConfig()["stateful"]!);
    }

    [Fact]
    public void A_run_that_was_interrupted_goes_on_with_the_states_it_had()
    {
        string folder = Directory.CreateTempSubdirectory("fathom").FullName, checkpoint = Path.Combine(folder, "run.checkpoint");
        float[][] Run(Action<int>? atBatch)
        {
            using IDisposable seeds = Seeds.Use(7);
            var random = new Random(2);
            float[,,] x = new float[4 * Batch, Steps, 2];
            for (int i = 0; i < x.Length; i++) x[i / (Steps * 2), i / 2 % Steps, i % 2] = random.NextSingle();
            var model = new Sequential { new Input(Steps, 2), new Bidirectional(new GRU(3) { Stateful = true }), new Dense(1) };
            model.Compile(new Adam(0.05), Fathom.Loss.MeanSquaredError);
            int seen = 0;
            model.Fit(
                Dataset.From(x, new float[4 * Batch]).Batch(Batch), epochs: 3, verbose: Verbosity.Silent,
                callbacks: [new BackupAndRestore(checkpoint) { SaveFrequency = 1 }, new LambdaCallback { BatchEnd = (_, _) => atBatch?.Invoke(++seen) }]);
            return model.GetWeights();
        }
        try
        {
            float[][] whole = Run(null);
            Assert.Throws<OperationCanceledException>(() => Run(batch =>
            {
                if (batch == 7) throw new OperationCanceledException();
            }));
            Assert.Equal(whole, Run(null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Computing_again_on_the_way_back_begins_with_the_same_states()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(2, 4, 3);
        float[] Run(bool again)
        {
            Seeds.Set(6);
            var layer = new LSTM(3) { Stateful = true, GradientCheckpointing = again };
            layer.Build([new Shape(4, 3)]);
            Tensor[] weights = [.. layer.Weights.Select(weight => weight.Value)];
            var seen = new List<float>();
            for (int batch = 0; batch < 3; batch++)
                foreach (Tensor gradient in autograd.grad([layer.Forward(x, CallContext.Train).square().sum()], weights)) seen.AddRange(gradient.data<float>().ToArray());
            return [.. seen];
        }
        Assert.Equal(Run(false), Run(true));
    }

    [Fact]
    public void A_batch_of_another_size_is_refused()
    {
        using var scope = NewDisposeScope();
        var layer = new GRU(3) { Stateful = true, Name = "memory" };
        layer.Forward(randn(4, 5, 2), CallContext.Infer);
        Assert.Contains(
            "GRU 'memory' is stateful and carries states of 4 samples, but got a batch of 3. Make all batches of one size, or call ResetState before.",
            Assert.Throws<ShapeException>(() => layer.Forward(randn(3, 5, 2), CallContext.Infer)).Message, StringComparison.Ordinal);
        layer.ResetState();
        layer.Forward(randn(3, 5, 2), CallContext.Infer);
    }

    [Fact]
    public void Finding_shapes_leaves_no_state_behind()
    {
        using var scope = NewDisposeScope();
        var model = new Remembering();
        model.Build([new Shape(Steps, 2)]);
        Assert.Equal([4, 1], model.Forward(randn(4, Steps, 2), CallContext.Infer).shape);
    }

    [Fact]
    public void States_that_are_given_come_before_those_carried()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(9);
        var layer = new SimpleRNN(3) { Stateful = true };
        Tensor x = randn(2, 4, 3), start = randn(2, 3);
        layer.Build([new Shape(4, 3), new Shape(3)]);
        float[] first = layer.Forward([x, start], CallContext.Infer)[0].data<float>().ToArray(), again = layer.Forward([x, start], CallContext.Infer)[0].data<float>().ToArray();
        Assert.Equal(first, again);
    }

    private sealed class Remembering : Model
    {
        private readonly LSTM _memory = new(3) { Stateful = true };
        private readonly Dense _head = new(1);

        protected override Tensor Call(Tensor input, CallContext context) => _head.Forward(_memory.Forward(input, context), context);
    }
}
