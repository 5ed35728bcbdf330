using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding over a volume (<c>keras.layers.Conv3D</c>).</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output (batch, new depth, new height, new width, filters). Weights: kernel (depth, height, width, channels / groups, filters), bias (filters).
/// </remarks>
public sealed class Conv3D : Convolution<Extent3D>, IFromConfig<Conv3D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The depth, height and width a filter sees, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv3D(int filters, Extent3D kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private Conv3D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Conv3D FromConfig(JsonObject config) => new(config);
}
