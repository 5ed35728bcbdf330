using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value in each window of a sequence, channel by channel (<c>keras.layers.MaxPooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, fewer timesteps, channels).</remarks>
public sealed class MaxPooling1D : Pooling, IFromConfig<MaxPooling1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">How many timesteps a window takes in, at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is long unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public MaxPooling1D(int poolSize = 2, int? strides = null, WindowPadding padding = WindowPadding.Valid) : base([poolSize], strides is { } step ? [step] : null, padding) { }

    private MaxPooling1D(JsonObject config) : base(config, 1) { }

    /// <summary>How many timesteps a window takes in.</summary>
    public int PoolSize => Window[0];

    /// <summary>How far a window moves.</summary>
    public int Strides => Step[0];

    private protected override string AxesWanted => "(batch, timesteps, channels)";

    /// <inheritdoc/>
    public static MaxPooling1D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] pads)
    {
        Tensor channelsFirst = input.transpose(1, 2);
        if (pads[1] > 0) channelsFirst = nn.functional.pad(channelsFirst, (pads[0], pads[1]), value: double.NegativeInfinity);
        return nn.functional.max_pool1d(channelsFirst, PoolSize, Strides).transpose(1, 2);
    }
}
