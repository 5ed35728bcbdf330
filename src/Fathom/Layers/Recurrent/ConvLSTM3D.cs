using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>A convolutional LSTM over volumes (<c>keras.layers.ConvLSTM3D</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, depth, height, width, channels), output (batch, new depth, new height, new width, filters), or with <see cref="RNN.ReturnSequences"/> (batch,
/// timesteps, new depth, new height, new width, filters).
/// </remarks>
public sealed class ConvLSTM3D : ConvLSTM, IFromConfig<ConvLSTM3D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The depth, height and width a filter sees.</param>
    /// <param name="activation">Applied to candidate and cell; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ConvLSTM3D(int filters, Extent3D kernelSize, Activation? activation = null) : base(filters, [kernelSize.Depth, kernelSize.Height, kernelSize.Width], activation) { }

    private ConvLSTM3D(JsonObject config) : base(config, 3) { }

    /// <summary>The depth, height and width a filter sees.</summary>
    public Extent3D KernelSize => new(Window.Window[0], Window.Window[1], Window.Window[2]);

    /// <summary>How far a filter moves over the input; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public Extent3D Strides { get => new(Window.Stride[0], Window.Stride[1], Window.Stride[2]); init => Window.Stride = Positive(value.Depth, value.Height, value.Width); }

    /// <summary>How far apart the places of the input are that a filter sees; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public Extent3D DilationRate { get => new(Window.Spread[0], Window.Spread[1], Window.Spread[2]); init => Window.Spread = Positive(value.Depth, value.Height, value.Width); }

    /// <inheritdoc cref="RNN.FromConfig"/>
    public static new ConvLSTM3D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ConvLSTM3D(config);
    }
}
