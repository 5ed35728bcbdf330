using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The greatest value in each window of a sequence, channel by channel (<c>keras.layers.MaxPooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, fewer timesteps, channels).</remarks>
public sealed class MaxPooling1D : MaxPooling<int>, IFromConfig<MaxPooling1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">How many timesteps a window takes in, at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is long unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public MaxPooling1D(int poolSize = 2, int? strides = null, WindowPadding padding = WindowPadding.Valid) : base(poolSize, strides, padding) { }

    private MaxPooling1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static MaxPooling1D FromConfig(JsonObject config) => new(config);
}
