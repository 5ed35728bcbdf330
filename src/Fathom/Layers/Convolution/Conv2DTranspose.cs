using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Each place of an image spread over a window, to make a larger image (<c>keras.layers.Conv2DTranspose</c>).</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, filters). Weights: kernel (height, width, filters, channels), bias (filters).
/// </remarks>
public sealed class Conv2DTranspose : TransposedConvolution<Extent>, IFromConfig<Conv2DTranspose>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The height and width an input reaches, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv2DTranspose(int filters, Extent kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private Conv2DTranspose(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Conv2DTranspose FromConfig(JsonObject config) => new(config);
}
