using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The mean of each window of a volume, channel by channel (<c>keras.layers.AveragePooling3D</c>); places outside are not counted.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, less depth, less height, less width, channels).</remarks>
public sealed class AveragePooling3D : AveragePooling<Extent3D>, IFromConfig<AveragePooling3D>
{
    /// <summary>Creates the layer with windows of 2 × 2 × 2.</summary>
    public AveragePooling3D() : this(2) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">The depth, height and width of a window, each at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is large unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public AveragePooling3D(Extent3D poolSize, Extent3D? strides = null, WindowPadding padding = WindowPadding.Valid) : base(poolSize, strides, padding) { }

    private AveragePooling3D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static AveragePooling3D FromConfig(JsonObject config) => new(config);
}
