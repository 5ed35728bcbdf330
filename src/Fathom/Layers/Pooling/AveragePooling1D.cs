using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean of each window of a sequence, channel by channel (<c>keras.layers.AveragePooling1D</c>); padded places are not counted.</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, fewer timesteps, channels).</remarks>
public sealed class AveragePooling1D : Pooling, IFromConfig<AveragePooling1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">How many timesteps a window takes in, at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is long unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public AveragePooling1D(int poolSize = 2, int? strides = null, WindowPadding padding = WindowPadding.Valid) : base([poolSize], strides is { } step ? [step] : null, padding) { }

    private AveragePooling1D(JsonObject config) : base(config, 1) { }

    /// <summary>How many timesteps a window takes in.</summary>
    public int PoolSize => Window[0];

    /// <summary>How far a window moves.</summary>
    public int Strides => Step[0];

    private protected override string AxesWanted => "(batch, timesteps, channels)";

    /// <inheritdoc/>
    public static AveragePooling1D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] pads)
    {
        Tensor means = Means(input.transpose(1, 2), pads);
        // The share of each window that lies inside the input.
        if (pads[1] > 0) means = means / Means(ones([1, 1, input.shape[1]], dtype: input.dtype, device: input.device), pads);
        return means.transpose(1, 2);
    }

    private Tensor Means(Tensor channelsFirst, long[] pads) =>
        nn.functional.avg_pool1d(pads[1] > 0 ? nn.functional.pad(channelsFirst, (pads[0], pads[1])) : channelsFirst, PoolSize, Strides);
}
