using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>A convolutional LSTM over pictures (<c>keras.layers.ConvLSTM2D</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, height, width, channels), output (batch, new height, new width, filters), or with <see cref="RNN.ReturnSequences"/> (batch,
/// timesteps, new height, new width, filters).
/// </remarks>
public sealed class ConvLSTM2D : ConvLSTM, IFromConfig<ConvLSTM2D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The height and width a filter sees.</param>
    /// <param name="activation">Applied to candidate and cell; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ConvLSTM2D(int filters, Extent kernelSize, Activation? activation = null) : base(filters, [kernelSize.Height, kernelSize.Width], activation) { }

    private ConvLSTM2D(JsonObject config) : base(config, 2) { }

    /// <summary>The height and width a filter sees.</summary>
    public Extent KernelSize => new(Window.Window[0], Window.Window[1]);

    /// <summary>How far a filter moves over the input; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public Extent Strides { get => new(Window.Stride[0], Window.Stride[1]); init => Window.Stride = Positive(value.Height, value.Width); }

    /// <summary>How far apart the places of the input are that a filter sees; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public Extent DilationRate { get => new(Window.Spread[0], Window.Spread[1]); init => Window.Spread = Positive(value.Height, value.Width); }

    /// <inheritdoc cref="RNN.FromConfig"/>
    public static new ConvLSTM2D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ConvLSTM2D(config);
    }
}
