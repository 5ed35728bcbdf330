using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What the adaptive pooling layers share: however long the input, so many windows are laid over it that the output has a given size. Along an axis of n
/// places with s outputs, window i covers places ⌊i · n / s⌋ up to but without ⌈(i + 1) · n / s⌉. Channels are the last axis.
/// </summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class AdaptivePooling<TSize> : UnaryLayer where TSize : struct
{
    private protected AdaptivePooling(TSize outputSize) => OutputSize = Sizes<TSize>.Positive(outputSize, nameof(outputSize));

    private protected AdaptivePooling(JsonObject config) : this(Sizes<TSize>.Read(config, "output_size", 1))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
    }

    /// <summary>The output's size along each axis.</summary>
    public TSize OutputSize { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        return new Shape([.. Sizes<TSize>.ToArray(OutputSize), input[^1]]);
    }

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ChannelsLast.FromLibrary(Pool(ChannelsLast.ToLibrary(input), ChannelsLast.Numbers(1, Sizes<TSize>.ToArray(OutputSize))), input.ndim);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("output_size", Sizes<TSize>.ToArray(OutputSize));
        config["data_format"] = "channels_last";
    }

    // Over (batch, channels, axes).
    private protected abstract Tensor Pool(Tensor input, long[] sizes);
}
