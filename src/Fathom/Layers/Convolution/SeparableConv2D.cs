using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding over an image, each channel with its own, then a mixing of the channels (<c>keras.layers.SeparableConv2D</c>).</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, filters). Weights: depthwise_kernel (height, width, channels, multiplier), pointwise_kernel (1, 1, channels · multiplier, filters), bias (filters).
/// </remarks>
public sealed class SeparableConv2D : SeparableConvolution<Extent>, IFromConfig<SeparableConv2D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The height and width a filter sees, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public SeparableConv2D(int filters, Extent kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private SeparableConv2D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static SeparableConv2D FromConfig(JsonObject config) => new(config);
}
