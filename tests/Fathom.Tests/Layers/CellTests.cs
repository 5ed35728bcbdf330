using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class CellTests
{
    [Fact]
    public void A_cell_is_a_layer_by_itself()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(1);
        foreach (RNN layer in new RNN[] { new LSTM(4) { ReturnState = true }, new GRU(4) { ReturnState = true }, new SimpleRNN(4) { ReturnState = true }, new RNN([new GRUCell(3), new LSTMCell(4)]) { ReturnState = true } })
        {
            Tensor x = randn(5, 3, 2);
            IReadOnlyList<Tensor> whole = layer.Forward([x], CallContext.Infer), step = [.. layer.Cell.ComputeStateShapes([2]).Select(shape => zeros(shape.WithBatch(5)))];
            Tensor output = x;
            for (int time = 0; time < 3; time++)
            {
                IReadOnlyList<Tensor> outputs = layer.Cell.Forward([x.select(1, time), .. step], CallContext.Infer);
                (output, step) = (outputs[0], [.. outputs.Skip(1)]);
            }
            foreach ((Tensor wanted, Tensor got) in whole.Zip([output, .. step])) Assert.True(wanted.allclose(got, 1e-5, 1e-6), layer.Name);
        }
    }

    [Fact]
    public void A_cell_of_ones_own_runs_is_masked_stacked_and_read_both_ways()
    {
        using var scope = NewDisposeScope();
        KerasRegistry.Register(typeof(CellTests).Assembly);
        Tensor x = Masks.Attach(tensor(new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3, 1), tensor(new[] { true, false, true, true, true, false }, 2, 3));
        // Sums from a start of 100.
        Assert.Equal([101f, 101, 104, 104, 109, 109], new RNN(new Summing()) { ReturnSequences = true }.Forward(x, CallContext.Infer).data<float>().ToArray());
        Assert.Equal([101f, 0, 104, 104, 109, 0], new RNN(new Summing()) { ReturnSequences = true, ZeroOutputForMask = true }.Forward(x, CallContext.Infer).data<float>().ToArray());
        Assert.Equal([305f, 313], new RNN([new Summing(), new Summing()]).Forward(x, CallContext.Infer).data<float>().ToArray());
        var both = new Bidirectional(new RNN(new Summing()) { ReturnSequences = true }) { MergeMode = MergeMode.Sum };
        Assert.Equal([205f, 0, 207, 213, 214, 0], both.Forward(x, CallContext.Infer).data<float>().ToArray());
    }

    [Fact]
    public void A_stack_of_cells_is_layer_after_layer_dropout_included()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(6, 5, 3);
        float[] Run(Func<Tensor> run)
        {
            Seeds.Set(31);
            return run().data<float>().ToArray();
        }
        Assert.Equal(
            Run(() =>
            {
                Layer first = new LSTM(4) { Dropout = 0.3f, ReturnSequences = true }, second = new GRU(5) { RecurrentDropout = 0.3f };
                return second.Forward(first.Forward(x, CallContext.Train), CallContext.Train);
            }),
            Run(() => new RNN([new LSTMCell(4) { Dropout = 0.3f }, new GRUCell(5) { RecurrentDropout = 0.3f }]).Forward(x, CallContext.Train)));
    }

    [Fact]
    public void A_convolution_over_one_place_is_an_LSTM_dropout_included()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(6, 5, 3), mask = rand(6, 5).gt(0.3f);
        LSTM plain = new(4) { Dropout = 0.3f, RecurrentDropout = 0.2f, ReturnSequences = true };
        ConvLSTM2D pictures = new(4, 1) { Dropout = 0.3f, RecurrentDropout = 0.2f, ReturnSequences = true };
        plain.Build([new Shape(5, 3)]);
        pictures.Build([new Shape(5, 1, 1, 3)]);
        foreach ((Weight from, Weight to) in plain.Weights.Zip(pictures.Weights)) to.Assign(from.ToArray());
        foreach ((RandomStream from, RandomStream to) in plain.RandomStreams.Zip(pictures.RandomStreams)) to.State = from.State;
        Tensor expected = plain.Forward(Masks.Attach(x, mask), CallContext.Train);
        Tensor actual = pictures.Forward(Masks.Attach(x.reshape(6, 5, 1, 1, 3), mask), CallContext.Train);
        Assert.True(expected.allclose(actual.reshape(6, 5, 4), 1e-5, 1e-6));
        Assert.False(expected.allclose(plain.Forward(Masks.Attach(x, mask), CallContext.Infer)));
    }

    [Fact]
    public void A_frozen_cell_stays_frozen_in_a_saved_layer()
    {
        var layer = new RNN([new LSTMCell(4) { Trainable = false }, new GRUCell(3)]);
        layer = RNN.FromConfig(layer.GetConfig());
        layer.Build([new Shape(5, 2)]);
        Assert.Equal(3, layer.TrainableWeights.Count());
        Assert.Equal(6, layer.Weights.Count());
    }

    [Fact]
    public void Penalties_and_constraints_reach_the_weights()
    {
        var cell = new LSTMCell(3)
        {
            KernelRegularizer = new L2(0.1f), RecurrentRegularizer = new L1(0.2f), BiasRegularizer = new L2(0.3f),
            KernelConstraint = new Halving(), RecurrentConstraint = new Halving(), BiasConstraint = new Halving(),
        };
        var layer = new GRU(3) { BiasRegularizer = new L1(0.5f), BiasConstraint = new Halving(), BiasInitializer = new Ones() };
        var around = new RNN(cell);
        around.Build([new Shape(4, 2)]);
        layer.Build([new Shape(4, 2)]);
        Assert.All(around.Weights, weight => Assert.IsType<Halving>(weight.Constraint));
        Assert.Equal([typeof(L2), typeof(L1), typeof(L2)], around.Weights.Select(weight => weight.Regularizer!.GetType()));
        Weight bias = layer.Weights.Last();
        Assert.IsType<L1>(bias.Regularizer);
        Assert.IsType<Halving>(bias.Constraint);
        Assert.All(bias.ToArray(), value => Assert.Equal(1, value));
        Assert.Equal("L1", (string?)layer.GetConfig()["bias_regularizer"]!["class_name"]);
        Assert.Equal("Halving", (string?)layer.GetConfig()["bias_constraint"]!["class_name"]);
    }

    [Fact]
    public void Weights_lie_where_Keras_puts_them()
    {
        string[] Paths(Layer layer) => [.. WeightPaths.Of(new Sequential { new Input(5, 2), layer }).Select(place => place.Path)];
        Assert.Equal(["layers/lstm/cell/vars/0", "layers/lstm/cell/vars/1", "layers/lstm/cell/vars/2"], Paths(new LSTM(3)));
        Assert.Equal(
            ["layers/rnn/cell/cells/lstm_cell/vars/0", "layers/rnn/cell/cells/lstm_cell/vars/1", "layers/rnn/cell/cells/lstm_cell_1/vars/0", "layers/rnn/cell/cells/lstm_cell_1/vars/1"],
            Paths(new RNN([new LSTMCell(3) { UseBias = false }, new LSTMCell(3) { UseBias = false }])));
        Assert.Equal(
            ["layers/bidirectional/forward_layer/cell/vars/0", "layers/bidirectional/forward_layer/cell/vars/1", "layers/bidirectional/backward_layer/cell/vars/0", "layers/bidirectional/backward_layer/cell/vars/1"],
            Paths(new Bidirectional(new LSTM(3) { UseBias = false })));
        Assert.Equal(["layers/time_distributed/layer/vars/0", "layers/time_distributed/layer/vars/1"], Paths(new TimeDistributed(new Dense(3))));
        Assert.Equal(
            ["bidirectional/forward_gru/gru_cell/kernel", "bidirectional/forward_gru/gru_cell/recurrent_kernel", "bidirectional/backward_gru/gru_cell/kernel", "bidirectional/backward_gru/gru_cell/recurrent_kernel"],
            WeightNames.Of(new Sequential { new Input(5, 2), new Bidirectional(new GRU(3) { UseBias = false }) }.Layers).Select(found => found.Name));
        Assert.Equal(
            ["conv_lstm2d", "simple_rnn_cell", "stacked_rnn_cells", "gru_cell"], new[] { "ConvLSTM2D", "SimpleRNNCell", "StackedRNNCells", "GRUCell" }.Select(KerasNames.SnakeCase));
    }

    /// <summary>Adds up what it reads, from 100.</summary>
    public sealed class Summing : RecurrentCell, IFromConfig<Summing>
    {
        public static Summing FromConfig(JsonObject config) => new() { Name = config.LayerName() };

        public override IReadOnlyList<Shape> ComputeStateShapes(Shape input) => [[1]];

        protected override IReadOnlyList<Tensor> InitialStates(Tensor input) => [full([input.shape[0], 1], 100f)];

        protected override (Tensor Output, IReadOnlyList<Tensor> States) Step(Tensor input, IReadOnlyList<Tensor> states, CallContext context)
        {
            Tensor sum = states[0] + input;
            return (sum, [sum]);
        }
    }

    /// <summary>Halves a weight.</summary>
    public sealed class Halving : Constraint, IFromConfig<Halving>
    {
        public static Halving FromConfig(JsonObject config) => new();

        public override Tensor Apply(Tensor weight) => weight / 2;
    }
}
