using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Leaves out the places at the ends of a volume (<c>keras.layers.Cropping3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, new depth, new height, new width, channels).</remarks>
public sealed class Cropping3D : Cropping, IFromConfig<Cropping3D>
{
    /// <summary>Creates the layer with the same number of places at both ends of all axes.</summary>
    /// <param name="cropping">How many places, 0 or more; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping3D(int cropping = 1) : this(cropping, cropping, cropping) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="depth">How many places at either end of the depth, each 0 or more.</param>
    /// <param name="height">How many places at either end of the height, each 0 or more.</param>
    /// <param name="width">How many places at either end of the width, each 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping3D(Margin depth, Margin height, Margin width) : base([depth, height, width]) { }

    private Cropping3D(JsonObject config) : base(config, 3) { }

    /// <inheritdoc/>
    public static Cropping3D FromConfig(JsonObject config) => new(config);
}
