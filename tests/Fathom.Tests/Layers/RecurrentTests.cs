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
}
