using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Each place of a sequence spread over a window, to make a longer sequence (<c>keras.layers.Conv1DTranspose</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, channels), output (batch, new timesteps, filters). Weights: kernel (window, filters, channels), bias (filters).
/// </remarks>
public sealed class Conv1DTranspose : TransposedConvolution<int>, IFromConfig<Conv1DTranspose>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">How many timesteps an input reaches, at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv1DTranspose(int filters, int kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private Conv1DTranspose(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Conv1DTranspose FromConfig(JsonObject config) => new(config);
}
