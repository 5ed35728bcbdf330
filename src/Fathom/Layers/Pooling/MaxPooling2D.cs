using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value in each window of an image, channel by channel (<c>keras.layers.MaxPooling2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, less height, less width, channels).</remarks>
public sealed class MaxPooling2D : Pooling, IFromConfig<MaxPooling2D>
{
    /// <summary>Creates the layer with windows of 2 × 2.</summary>
    public MaxPooling2D() : this(2) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">The height and width of a window, each at least 1.</param>
    /// <param name="strides">How far it moves; as far as it is large unless given.</param>
    /// <param name="padding"><see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is causal.</exception>
    public MaxPooling2D(Extent poolSize, Extent? strides = null, WindowPadding padding = WindowPadding.Valid) : base(poolSize.ToArray(), strides?.ToArray(), padding) { }

    private MaxPooling2D(JsonObject config) : base(config, 2) { }

    /// <summary>The height and width of a window.</summary>
    public Extent PoolSize => Extent.From(Window);

    /// <summary>How far a window moves.</summary>
    public Extent Strides => Extent.From(Step);

    private protected override string AxesWanted => "(batch, height, width, channels)";

    /// <inheritdoc/>
    public static MaxPooling2D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] pads)
    {
        Tensor channelsFirst = input.permute(0, 3, 1, 2);
        if (pads[1] > 0 || pads[3] > 0)
            channelsFirst = nn.functional.pad(channelsFirst, (pads[0], pads[1], pads[2], pads[3]), value: double.NegativeInfinity);
        return nn.functional.max_pool2d(channelsFirst, [Window[0], Window[1]], [Step[0], Step[1]]).permute(0, 2, 3, 1);
    }
}
