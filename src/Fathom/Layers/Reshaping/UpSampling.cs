using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="UpSampling1D"/>, <see cref="UpSampling2D"/> and <see cref="UpSampling3D"/> share: every place becomes several. Channels are the last axis.</summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class UpSampling<TSize> : UnaryLayer where TSize : struct
{
    private protected UpSampling(TSize size) => Size = Sizes<TSize>.Positive(size, nameof(size));

    private protected UpSampling(JsonObject config) : this(Sizes<TSize>.Read(config, "size", 2))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
    }

    /// <summary>How many places each place becomes, along each axis.</summary>
    public TSize Size { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        int[] times = Sizes<TSize>.ToArray(Size);
        return new Shape([.. times.Select((factor, axis) => input[axis] == Shape.Unknown ? Shape.Unknown : checked(input[axis] * factor)), input[^1]]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] times = Sizes<TSize>.ToArray(Size);
        long[] shape = input.shape, repeated = new long[2 * times.Length + 2], merged = [.. shape];
        (repeated[0], repeated[^1]) = (shape[0], shape[^1]);
        for (int axis = 0; axis < times.Length; axis++)
        {
            input = input.unsqueeze(2 * axis + 2);
            (repeated[2 * axis + 1], repeated[2 * axis + 2]) = (shape[axis + 1], times[axis]);
            merged[axis + 1] *= times[axis];
        }
        // One copy, whatever the number of axes.
        return input.expand(repeated).reshape(merged);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("size", Sizes<TSize>.ToArray(Size));
        config["data_format"] = "channels_last";
    }
}
