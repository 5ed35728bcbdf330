using Fathom.Layers;
using Fathom.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

/// <summary>A masked timestep is as good as one that is not there, whatever stands in it.</summary>
public class RecurrentMaskTests
{
    private const int Samples = 37, Steps = 11, Features = 3;

    public static TheoryData<string, Func<Layer>> Layers => new()
    {
        { "LSTM", () => new LSTM(7) },
        { "GRU", () => new GRU(5) },
        { "SimpleRNN", () => new SimpleRNN(9) },
        { "LSTM without kernel", () => new LSTM(3, Activation.Softsign) },
        { "LSTM from the end", () => new LSTM(6) { GoBackwards = true } },
        { "stack", () => new RNN([new LSTMCell(4), new GRUCell(5)]) },
        { "both directions", () => new Bidirectional(new GRU(4)) },
    };

    [Theory]
    [MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void Padded_sequences_give_what_they_give_without_padding(string name, Func<Layer> make)
    {
        using var scope = NewDisposeScope();
        Seeds.Set(12);
        manual_seed(12);
        Layer layer = make();
        layer.Build([new Shape(Shape.Unknown, Features)]);
        Tensor[] weights = [.. layer.Weights.Select(weight => weight.Value)];
        Tensor mask = rand(Samples, Steps).gt(0.4f), data = randn(Samples, Steps, Features);
        // Every sample holds something.
        mask[.., 4] = true;
        Tensor padded = Masks.Attach(data.masked_fill(mask.unsqueeze(-1).logical_not(), float.NaN).requires_grad_(true), mask);
        Tensor together = layer.Forward(padded, CallContext.Train), upstream = randn_like(together);
        Tensor[] gradients = [.. autograd.grad([together], [.. weights, padded], [upstream])];

        Tensor[] sums = [.. weights.Select(weight => zeros_like(weight))];
        for (int i = 0; i < Samples; i++)
        {
            Tensor alone = data[i][mask[i]].unsqueeze(0).requires_grad_(true), output = layer.Forward(alone, CallContext.Train);
            Assert.Equal(output.data<float>().ToArray(), together[i].contiguous().data<float>().ToArray(), Near);
            Tensor[] own = [.. autograd.grad([output], [.. weights, alone], [upstream.narrow(0, i, 1)])];
            foreach ((Tensor sum, Tensor part) in sums.Zip(own)) sum.add_(part);
            Assert.True(gradients[^1][i][mask[i]].allclose(own[^1][0], 1e-5, 1e-6), $"{name}: gradient of sample {i}");
            Assert.Equal(0, gradients[^1][i][mask[i].logical_not()].abs().sum().item<float>());
        }
        foreach ((Tensor sum, Tensor gradient) in sums.Zip(gradients))
            Assert.True((sum - gradient).abs().max().item<float>() <= 1e-5 * sum.abs().max().item<float>(), $"{name}: gradient of a weight");
    }

    [Fact]
    public void Padded_texts_are_read_as_they_are_through_a_model()
    {
        Seeds.Set(8);
        var model = new Sequential
        {
            new Input(Shape.Unknown), new Embedding(50, 4) { MaskZero = true }, new Bidirectional(new LSTM(3) { ReturnSequences = true }), new GRU(5), new Dense(1),
        };
        float[] whole = model.Predict(new float[,] { { 7, 3, 9, 0, 0 }, { 4, 4, 1, 12, 0 }, { 0, 0, 30, 0, 49 } }).ToArray();
        float[][] alone = [[7, 3, 9], [4, 4, 1, 12], [30, 49]];
        for (int i = 0; i < 3; i++)
        {
            float[,] text = new float[1, alone[i].Length];
            for (int place = 0; place < alone[i].Length; place++) text[0, place] = alone[i][place];
            Assert.Equal(model.Predict(text).ToArray()[0], whole[i], 1e-6f);
        }
    }

    [Fact]
    public void Masks_go_on_where_timesteps_do()
    {
        using var scope = NewDisposeScope();
        Tensor mask = tensor(new[] { true, true, false, true, false, false }, 2, 3), x = Masks.Attach(randn(2, 3, 4), mask);
        Assert.Null(Masks.Of(new LSTM(2).Forward(x, CallContext.Infer)));
        Assert.Same(mask, Masks.Of(new LSTM(2) { ReturnSequences = true }.Forward(x, CallContext.Infer)));
        IReadOnlyList<Tensor> withStates = new GRU(2) { ReturnSequences = true, ReturnState = true }.Forward([x], CallContext.Infer);
        Assert.Same(mask, Masks.Of(withStates[0]));
        Assert.Null(Masks.Of(withStates[1]));
        Assert.Same(mask, Masks.Of(new Bidirectional(new LSTM(2) { ReturnSequences = true }).Forward(x, CallContext.Infer)));
        Assert.Equal([mask, mask], new Bidirectional(new LSTM(2) { ReturnSequences = true }) { MergeMode = MergeMode.None }.Forward([x], CallContext.Infer).Select(Masks.Of));
        Assert.Same(mask, Masks.Of(new TimeDistributed(new Dense(2)).Forward(x, CallContext.Infer)));
    }

    [Fact]
    public void A_mask_within_timesteps_reaches_the_layer_inside()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(2);
        var inner = new LSTM(3);
        var layer = new TimeDistributed(inner);
        Tensor x = randn(2, 3, 4, 5), mask = rand(2, 3, 4).gt(0.4f), whole = layer.Forward(Masks.Attach(x, mask), CallContext.Infer);
        Assert.Null(Masks.Of(whole));
        for (int time = 0; time < 3; time++)
        {
            Tensor one = inner.Forward(Masks.Attach(x.select(1, time).clone(), mask.select(1, time).contiguous()), CallContext.Infer);
            Assert.True(one.allclose(whole.select(1, time), 1e-5, 1e-6));
        }
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) <= 2e-6f * Math.Max(1, Math.Abs(a));
}
