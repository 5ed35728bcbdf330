using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Adds zeros at the ends of an image (<c>keras.layers.ZeroPadding2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, new height, new width, channels).</remarks>
public sealed class ZeroPadding2D : ZeroPadding, IFromConfig<ZeroPadding2D>
{
    /// <summary>Creates the layer with the same number of places at both ends of all axes.</summary>
    /// <param name="padding">How many places, 0 or more; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public ZeroPadding2D(int padding = 1) : this(padding, padding) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="height">How many places at either end of the height, each 0 or more.</param>
    /// <param name="width">How many places at either end of the width, each 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public ZeroPadding2D(Margin height, Margin width) : base([height, width]) { }

    private ZeroPadding2D(JsonObject config) : base(config, 2) { }

    /// <inheritdoc/>
    public static ZeroPadding2D FromConfig(JsonObject config) => new(config);
}
