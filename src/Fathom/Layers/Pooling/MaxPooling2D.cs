using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The greatest value in each window of an image, channel by channel (<c>keras.layers.MaxPooling2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, less height, less width, channels).</remarks>
public sealed class MaxPooling2D : MaxPooling<Extent>, IFromConfig<MaxPooling2D>
{
    /// <summary>Creates the layer with windows of 2 × 2.</summary>
    public MaxPooling2D() : this(2) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">The height and width of a window, each at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is large unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public MaxPooling2D(Extent poolSize, Extent? strides = null, WindowPadding padding = WindowPadding.Valid) : base(poolSize, strides, padding) { }

    private MaxPooling2D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static MaxPooling2D FromConfig(JsonObject config) => new(config);
}
