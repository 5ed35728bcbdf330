using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Tests.Layers;

/// <summary>Every layer says what was wrong, where, and how to mend it.</summary>
public class LayerErrorTests
{
    private static string Refused(Layer layer, params Shape[] inputs) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes(inputs)).Message;

    private static Layer Built(Layer layer, Shape input)
    {
        layer.Build([input]);
        return layer;
    }

    [Fact]
    public void Dense() => Assert.Equal(
        "Dense 'head' got shape (None, 120, 14) but was built for last axis 16. Check the layers before it, or use a new layer for this input.",
        Refused(Built(new Dense(1) { Name = "head" }, [16]), [120, 14]));

    [Fact]
    public void Values_that_do_not_fit_are_refused_before_they_reach_native_code()
    {
        Layer layer = Built(new LSTM(4) { Name = "encoder" }, [10, 3]);
        using torch.Tensor batch = torch.zeros(2, 10, 5);
        Assert.Contains("LSTM 'encoder' got shape (None, 10, 5) but was built for last axis 3", Assert.Throws<ShapeException>(() => layer.Forward(batch, CallContext.Infer)).Message, StringComparison.Ordinal);
        using torch.Tensor empty = torch.zeros(2, 0, 3);
        Assert.Contains("no timesteps", Assert.Throws<ShapeException>(() => Built(new LSTM(4), [Shape.Unknown, 3]).Forward(empty, CallContext.Infer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recurrent_layers()
    {
        Assert.Equal(
            "GRU 'gru' got shape (None, 14) but takes (batch, timesteps, features). Add an axis of length 1 with a Reshape, or, where a recurrent layer comes before, set its ReturnSequences.",
            Refused(new GRU(4), [14]));
        Assert.Contains("initial state of shape (None, 5) where one of shape (None, 4) belongs", Refused(new SimpleRNN(4), [10, 3], [5]), StringComparison.Ordinal);
        Assert.Contains("got 2 inputs", Refused(new LSTM(4), [10, 3], [4]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(0));
        using torch.Tensor deep = torch.zeros(2, 10, 3);
        Masks.Attach(deep, torch.ones(2, 10, 3, dtype: torch.ScalarType.Bool));
        Assert.Contains("a mask of timesteps is (batch, timesteps)", Assert.Throws<ShapeException>(() => new LSTM(4).Forward(deep, CallContext.Infer)).Message, StringComparison.Ordinal);
        Assert.Contains("at least one cell", Assert.Throws<ArgumentException>(() => new RNN([])).Message, StringComparison.Ordinal);
        Assert.Contains("a state of shape (None, 3) where one of shape (None, 4) belongs", Refused(new GRUCell(4), [2], [3]), StringComparison.Ordinal);
        Assert.Contains("takes a timestep and 2 state(s)", Refused(new LSTMCell(4), [2]), StringComparison.Ordinal);
        Assert.Contains("it needs timesteps", Refused(new TimeDistributed(new Dense(2)), [3]), StringComparison.Ordinal);
        Assert.Contains("which has 2 outputs", Refused(new TimeDistributed(new GRU(2) { ReturnState = true }), [3, 4, 5]), StringComparison.Ordinal);
        Assert.Contains("takes (batch, timesteps, height, width, channels)", Refused(new ConvLSTM2D(2, 3), [8, 8, 1]), StringComparison.Ordinal);
        Assert.Contains("needs every axis but batch and timesteps known", Refused(new ConvLSTM2D(2, 3), [4, 8, Shape.Unknown, 1]), StringComparison.Ordinal);
        Assert.Contains("strides and a dilation", Refused(new ConvLSTM1D(2, 3) { Strides = 2, DilationRate = 2 }, [4, 8, 1]), StringComparison.Ordinal);
        Assert.Contains("from 0 up to but without 1", Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(4) { RecurrentDropout = 1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_layers()
    {
        Assert.Contains("was built for 3 values along axis -1", Refused(Built(new LayerNormalization(), [3]), [4]), StringComparison.Ordinal);
        Assert.Contains("from 0 up to but without 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1)).Message, StringComparison.Ordinal);
    }
}
