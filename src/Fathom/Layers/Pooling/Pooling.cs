using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What the pooling layers share: one number for each window and channel. Channels are the last axis.</summary>
/// <typeparam name="TSize">A size along the axes: a number for sequences, <see cref="Extent"/> for images, <see cref="Extent3D"/> for volumes.</typeparam>
public abstract class Pooling<TSize> : UnaryLayer where TSize : struct
{
    private readonly SlidingWindow[] _windows;

    private protected Pooling(TSize poolSize, TSize? strides, WindowPadding padding)
    {
        if (padding == WindowPadding.Causal) throw new ArgumentException("Pooling is WindowPadding.Valid or WindowPadding.Same, never causal.", nameof(padding));
        PoolSize = Sizes<TSize>.Positive(poolSize, nameof(poolSize));
        Strides = Sizes<TSize>.Positive(strides ?? poolSize, nameof(strides));
        Padding = padding;
        int[] steps = Sizes<TSize>.ToArray(Strides);
        _windows = [.. Sizes<TSize>.ToArray(PoolSize).Select((size, axis) => new SlidingWindow(size, steps[axis], 1, padding))];
    }

    private protected Pooling(JsonObject config)
        : this(Sizes<TSize>.Read(config, "pool_size", 2), config["strides"] is null ? null : Sizes<TSize>.Read(config, "strides", 2), SlidingWindow.ReadPadding(config))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
    }

    /// <summary>How much a window takes in along each axis.</summary>
    public TSize PoolSize { get; }

    /// <summary>How far a window moves.</summary>
    public TSize Strides { get; }

    /// <summary>What a window sees beyond the ends; places outside count for nothing.</summary>
    public WindowPadding Padding { get; }

    // What a place outside holds, so that it counts for nothing.
    private protected abstract double Outside { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        return new Shape([.. _windows.Select((window, axis) => window.CheckedOutputLength(this, input, axis)), input[^1]]);
    }

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        Span<(int Before, int After)> ends = stackalloc (int, int)[_windows.Length];
        bool padded = false;
        for (int axis = 0; axis < ends.Length; axis++)
        {
            ends[axis] = _windows[axis].Pads((int)shape[axis + 1]);
            padded |= ends[axis].After > 0;
        }
        long[] sizes = ChannelsLast.Numbers(1, Sizes<TSize>.ToArray(PoolSize)), steps = ChannelsLast.Numbers(1, Sizes<TSize>.ToArray(Strides));
        Tensor result = Pool(ChannelsLast.ToLibrary(padded ? ChannelsLast.Pad(input, ends, Outside) : input), sizes, steps);
        if (padded && Share(input, shape, ends) is Tensor inside) result = result / Pool(ChannelsLast.ToLibrary(inside), sizes, steps);
        return ChannelsLast.FromLibrary(result, shape.Length);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("pool_size", Sizes<TSize>.ToArray(PoolSize));
        config.Put("strides", Sizes<TSize>.ToArray(Strides));
        config["padding"] = SlidingWindow.NameOf(Padding);
        config["data_format"] = "channels_last";
    }

    // Over (batch, channels, axes).
    private protected abstract Tensor Pool(Tensor input, long[] sizes, long[] steps);

    // Ones where there is input and zeros outside, for a layer to which it matters how much of a window is inside.
    private protected virtual Tensor? Share(Tensor input, long[] shape, ReadOnlySpan<(int Before, int After)> ends) => null;
}
