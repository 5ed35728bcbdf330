using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Leaves out the places at the ends of a sequence (<c>keras.layers.Cropping1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, new timesteps, channels).</remarks>
public sealed class Cropping1D : Cropping, IFromConfig<Cropping1D>
{
    /// <summary>Creates the layer with one place at either end.</summary>
    public Cropping1D() : this(1) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="cropping">How many timesteps at the start and at the end, each 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping1D(Margin cropping) : base([cropping]) { }

    private Cropping1D(JsonObject config) : base(config, 1) { }

    /// <inheritdoc/>
    public static Cropping1D FromConfig(JsonObject config) => new(config);
}
