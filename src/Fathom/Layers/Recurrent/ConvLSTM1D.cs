using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>A convolutional LSTM over rows of places (<c>keras.layers.ConvLSTM1D</c>).</summary>
/// <remarks>Input (batch, timesteps, places, channels), output (batch, new places, filters), or with <see cref="RNN.ReturnSequences"/> (batch, timesteps, new places, filters).</remarks>
public sealed class ConvLSTM1D : ConvLSTM, IFromConfig<ConvLSTM1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">How many places a filter sees.</param>
    /// <param name="activation">Applied to candidate and cell; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ConvLSTM1D(int filters, int kernelSize, Activation? activation = null) : base(filters, [kernelSize], activation) { }

    private ConvLSTM1D(JsonObject config) : base(config, 1) { }

    /// <summary>How many places a filter sees.</summary>
    public int KernelSize => Window.Window[0];

    /// <summary>How far a filter moves over the input; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Strides { get => Window.Stride[0]; init => Window.Stride = Positive(value); }

    /// <summary>How far apart the places of the input are that a filter sees; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int DilationRate { get => Window.Spread[0]; init => Window.Spread = Positive(value); }

    /// <inheritdoc cref="RNN.FromConfig"/>
    public static new ConvLSTM1D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ConvLSTM1D(config);
    }
}
