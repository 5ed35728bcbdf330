using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Leaves out the places at the ends of an image (<c>keras.layers.Cropping2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, new height, new width, channels).</remarks>
public sealed class Cropping2D : Cropping, IFromConfig<Cropping2D>
{
    /// <summary>Creates the layer with the same number of places at both ends of all axes.</summary>
    /// <param name="cropping">How many places, 0 or more; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping2D(int cropping = 0) : this(cropping, cropping) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="height">How many places at either end of the height, each 0 or more.</param>
    /// <param name="width">How many places at either end of the width, each 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping2D(Margin height, Margin width) : base([height, width]) { }

    private Cropping2D(JsonObject config) : base(config, 2) { }

    /// <inheritdoc/>
    public static Cropping2D FromConfig(JsonObject config) => new(config);
}
