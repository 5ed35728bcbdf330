using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean of each of a given number of windows over a sequence, channel by channel (<c>keras.layers.AdaptiveAveragePooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, new timesteps, channels).</remarks>
public sealed class AdaptiveAveragePooling1D : AdaptivePooling<int>, IFromConfig<AdaptiveAveragePooling1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">The number of timesteps to give, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveAveragePooling1D(int outputSize) : base(outputSize) { }

    private AdaptiveAveragePooling1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static AdaptiveAveragePooling1D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] sizes) => nn.functional.adaptive_avg_pool2d(input, sizes);
}
