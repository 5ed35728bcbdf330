using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding along a sequence (<c>keras.layers.Conv1D</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, channels), output (batch, new timesteps, filters). Weights: kernel (window, channels / groups, filters), bias (filters).
/// </remarks>
public sealed class Conv1D : Convolution<int>, IFromConfig<Conv1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">How many timesteps a filter sees, at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv1D(int filters, int kernelSize, Activation? activation = null) : base(filters, kernelSize, activation) { }

    private Conv1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Conv1D FromConfig(JsonObject config) => new(config);
}
