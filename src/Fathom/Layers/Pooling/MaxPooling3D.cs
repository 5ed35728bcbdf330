using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The greatest value in each window of a volume, channel by channel (<c>keras.layers.MaxPooling3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, less depth, less height, less width, channels).</remarks>
public sealed class MaxPooling3D : MaxPooling<Extent3D>, IFromConfig<MaxPooling3D>
{
    /// <summary>Creates the layer with windows of 2 × 2 × 2.</summary>
    public MaxPooling3D() : this(2) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">The depth, height and width of a window, each at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is large unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public MaxPooling3D(Extent3D poolSize, Extent3D? strides = null, WindowPadding padding = WindowPadding.Valid) : base(poolSize, strides, padding) { }

    private MaxPooling3D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static MaxPooling3D FromConfig(JsonObject config) => new(config);
}
