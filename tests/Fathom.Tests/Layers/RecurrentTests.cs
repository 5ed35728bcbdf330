using Fathom.Layers;

namespace Fathom.Tests.Layers;

public class RecurrentTests
{
    [Fact]
    public void Recurrent_layers()
    {
        LayerHarness.Check("lstm", () => new LSTM(5));
        LayerHarness.Check("lstm_backwards", () => new LSTM(5) { ReturnSequences = true, GoBackwards = true });
        LayerHarness.Check("lstm_states", () => new LSTM(5) { ReturnSequences = true, ReturnState = true });
        LayerHarness.Check("gru", () => new GRU(5));
        LayerHarness.Check("gru_states", () => new GRU(5) { ReturnSequences = true, ReturnState = true });
        LayerHarness.Check("gru_reset_before", () => new GRU(5) { ResetAfter = false });
        LayerHarness.Check("simple_rnn", () => new SimpleRNN(5));
        LayerHarness.Check("simple_rnn_states", () => new SimpleRNN(5) { ReturnSequences = true, ReturnState = true });
    }

    [Fact]
    public void Masks_skip_timesteps()
    {
        LayerHarness.Check("lstm_right_padding", () => new LSTM(5) { ReturnSequences = true });
        LayerHarness.Check("lstm_left_padding", () => new LSTM(5));
        LayerHarness.Check("lstm_middle_padding", () => new LSTM(5) { ReturnSequences = true, ReturnState = true });
        LayerHarness.Check("lstm_zero_output", () => new LSTM(5) { ReturnSequences = true, ReturnState = true, ZeroOutputForMask = true });
        LayerHarness.Check("lstm_zero_last_output", () => new LSTM(5) { ZeroOutputForMask = true });
        LayerHarness.Check("lstm_backwards_mask", () => new LSTM(5) { ReturnSequences = true, GoBackwards = true });
        LayerHarness.Check("lstm_start_and_mask", () => new LSTM(5) { ReturnSequences = true, ReturnState = true });
        LayerHarness.Check("lstm_relu_mask", () => new LSTM(5, Activation.Relu));
        LayerHarness.Check("lstm_packed", () => new LSTM(5));
        LayerHarness.Check("gru_right_padding", () => new GRU(5) { ReturnState = true });
        LayerHarness.Check("gru_left_padding", () => new GRU(5) { ReturnSequences = true });
        LayerHarness.Check("gru_zero_output", () => new GRU(5) { ReturnSequences = true, ZeroOutputForMask = true });
        LayerHarness.Check("gru_reset_before_mask", () => new GRU(5) { ReturnSequences = true, ResetAfter = false });
        LayerHarness.Check("gru_start_and_mask", () => new GRU(5) { ReturnSequences = true, ReturnState = true });
        LayerHarness.Check("simple_rnn_right_padding", () => new SimpleRNN(5) { ReturnSequences = true });
        LayerHarness.Check("simple_rnn_middle_padding", () => new SimpleRNN(5));
        LayerHarness.Check("simple_rnn_start_and_mask", () => new SimpleRNN(5) { ReturnSequences = true, ReturnState = true });
    }

    [Fact]
    public void Cells()
    {
        LayerHarness.Check("rnn_lstm_cell", () => new RNN(new LSTMCell(5)) { ReturnSequences = true });
        LayerHarness.Check("rnn_gru_cell_backwards", () => new RNN(new GRUCell(5)) { ReturnSequences = true, GoBackwards = true });
        LayerHarness.Check("rnn_simple_cell_states", () => new RNN(new SimpleRNNCell(5)) { ReturnState = true });
        LayerHarness.Check("rnn_stacked", () => new RNN([new LSTMCell(5), new GRUCell(3)]) { ReturnSequences = true, ReturnState = true });
    }

    [Fact]
    public void Both_directions()
    {
        LayerHarness.Check("bidirectional_concat", () => new Bidirectional(new LSTM(5)));
        LayerHarness.Check("bidirectional_sum", () => new Bidirectional(new GRU(5)) { MergeMode = MergeMode.Sum });
        LayerHarness.Check("bidirectional_mul", () => new Bidirectional(new SimpleRNN(5) { ReturnSequences = true }) { MergeMode = MergeMode.Multiply });
        LayerHarness.Check("bidirectional_ave", () => new Bidirectional(new LSTM(5) { ReturnSequences = true }) { MergeMode = MergeMode.Average });
        LayerHarness.Check("bidirectional_apart", () => new Bidirectional(new GRU(5) { ReturnSequences = true }) { MergeMode = MergeMode.None });
        LayerHarness.Check("bidirectional_mask", () => new Bidirectional(new LSTM(5) { ReturnSequences = true }));
        LayerHarness.Check("bidirectional_mask_last", () => new Bidirectional(new GRU(5)));
        LayerHarness.Check("bidirectional_other", () => new Bidirectional(new LSTM(5) { ReturnSequences = true }, new GRU(5) { ReturnSequences = true, GoBackwards = true }));
        LayerHarness.Check("bidirectional_states", () => new Bidirectional(new LSTM(5) { ReturnSequences = true, ReturnState = true }));
    }

    [Fact]
    public void Every_timestep_by_itself()
    {
        LayerHarness.Check("time_distributed_dense", () => new TimeDistributed(new Dense(5, Activation.Tanh)));
        LayerHarness.Check("time_distributed_conv", () => new TimeDistributed(new Conv1D(4, 3)));
        LayerHarness.Check("time_distributed_lstm", () => new TimeDistributed(new LSTM(5)));
    }

    [Fact]
    public void Convolutional_layers()
    {
        LayerHarness.Check("conv_lstm1d", () => new ConvLSTM1D(3, 3));
        LayerHarness.Check("conv_lstm1d_dilation", () => new ConvLSTM1D(2, 3) { ReturnSequences = true, DilationRate = 2 });
        LayerHarness.Check("conv_lstm2d", () => new ConvLSTM2D(2, (3, 2)));
        LayerHarness.Check("conv_lstm2d_same_strides", () => new ConvLSTM2D(2, (3, 2)) { ReturnSequences = true, Strides = 2, Padding = WindowPadding.Same });
        LayerHarness.Check("conv_lstm2d_states", () => new ConvLSTM2D(2, 2) { ReturnSequences = true, ReturnState = true, Padding = WindowPadding.Same });
        LayerHarness.Check("conv_lstm3d", () => new ConvLSTM3D(2, 2));
        LayerHarness.Check("conv_lstm2d_mask", () => new ConvLSTM2D(2, 2) { ReturnSequences = true, GoBackwards = true });
    }
}
