using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding over an image, each channel with its own (<c>keras.layers.DepthwiseConv2D</c>).</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, channels · multiplier). Weights: kernel (height, width, channels, multiplier), bias (channels · multiplier).
/// </remarks>
public sealed class DepthwiseConv2D : DepthwiseConvolution<Extent>, IFromConfig<DepthwiseConv2D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">The height and width a filter sees, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public DepthwiseConv2D(Extent kernelSize, Activation? activation = null) : base(kernelSize, activation) { }

    private DepthwiseConv2D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static DepthwiseConv2D FromConfig(JsonObject config) => new(config);
}
