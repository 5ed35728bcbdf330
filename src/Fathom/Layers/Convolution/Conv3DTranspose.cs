using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Each place of a volume spread over a window, to make a larger volume (<c>keras.layers.Conv3DTranspose</c>).</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output (batch, new depth, new height, new width, filters). Weights: kernel (depth, height, width, filters, channels), bias (filters).
/// </remarks>
public sealed class Conv3DTranspose : TransposedConvolution<Extent3D>, IFromConfig<Conv3DTranspose>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The depth, height and width an input reaches, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv3DTranspose(int filters, Extent3D kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private Conv3DTranspose(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Conv3DTranspose FromConfig(JsonObject config) => new(config);
}
