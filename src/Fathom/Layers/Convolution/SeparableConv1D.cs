using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding along a sequence, each channel with its own, then a mixing of the channels (<c>keras.layers.SeparableConv1D</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, channels), output (batch, new timesteps, filters). Weights: depthwise_kernel (window, channels, multiplier), pointwise_kernel (1, channels · multiplier, filters), bias (filters).
/// </remarks>
public sealed class SeparableConv1D : SeparableConvolution<int>, IFromConfig<SeparableConv1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">How many timesteps a filter sees, at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public SeparableConv1D(int filters, int kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private SeparableConv1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static SeparableConv1D FromConfig(JsonObject config) => new(config);
}
