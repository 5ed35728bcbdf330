using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Adds zeros at the ends of a sequence (<c>keras.layers.ZeroPadding1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, new timesteps, channels).</remarks>
public sealed class ZeroPadding1D : ZeroPadding, IFromConfig<ZeroPadding1D>
{
    /// <summary>Creates the layer with one place at either end.</summary>
    public ZeroPadding1D() : this(1) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="padding">How many timesteps at the start and at the end, each 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public ZeroPadding1D(Margin padding) : base([padding]) { }

    private ZeroPadding1D(JsonObject config) : base(config, 1) { }

    /// <inheritdoc/>
    public static ZeroPadding1D FromConfig(JsonObject config) => new(config);
}
