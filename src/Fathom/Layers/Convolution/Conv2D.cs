using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding over an image (<c>keras.layers.Conv2D</c>).</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, filters). Weights: kernel (height, width, channels / groups, filters), bias (filters).
/// </remarks>
public sealed class Conv2D : Convolution<Extent>, IFromConfig<Conv2D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The height and width a filter sees, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv2D(int filters, Extent kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private Conv2D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Conv2D FromConfig(JsonObject config) => new(config);
}
