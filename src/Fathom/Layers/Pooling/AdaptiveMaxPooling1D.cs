using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value in each of a given number of windows over a sequence, channel by channel (<c>keras.layers.AdaptiveMaxPooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, new timesteps, channels).</remarks>
public sealed class AdaptiveMaxPooling1D : AdaptivePooling<int>, IFromConfig<AdaptiveMaxPooling1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">The number of timesteps to give, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveMaxPooling1D(int outputSize) : base(outputSize) { }

    private AdaptiveMaxPooling1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static AdaptiveMaxPooling1D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] sizes) => nn.functional.adaptive_max_pool2d(input, sizes);
}
