using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding along a sequence, each channel with its own (<c>keras.layers.DepthwiseConv1D</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, channels), output (batch, new timesteps, channels · multiplier). Weights: kernel (window, channels, multiplier), bias (channels · multiplier).
/// </remarks>
public sealed class DepthwiseConv1D : DepthwiseConvolution<int>, IFromConfig<DepthwiseConv1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">How many timesteps a filter sees, at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public DepthwiseConv1D(int kernelSize, Activation? activation = null) : base(kernelSize, activation) { }

    private DepthwiseConv1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static DepthwiseConv1D FromConfig(JsonObject config) => new(config);
}
