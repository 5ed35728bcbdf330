using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What the pooling layers share: one number for each window and channel. Channels are the last axis.</summary>
public abstract class Pooling : UnaryLayer
{
    private protected Pooling(int[] poolSize, int[]? strides, WindowPadding padding)
    {
        foreach (int size in poolSize) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(poolSize));
        foreach (int step in strides ?? []) ArgumentOutOfRangeException.ThrowIfLessThan(step, 1, nameof(strides));
        if (padding == WindowPadding.Causal) throw new ArgumentException("Pooling is WindowPadding.Valid or WindowPadding.Same, never causal.", nameof(padding));
        Window = poolSize;
        Step = strides ?? poolSize;
        Padding = padding;
    }

    private protected Pooling(JsonObject config, int axes)
        : this(
            SlidingWindow.ReadAxes(config, "pool_size", axes, 2),
            config["strides"] is null ? null : SlidingWindow.ReadAxes(config, "strides", axes, 2),
            SlidingWindow.ReadPadding(config))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
    }

    /// <summary>What a window sees beyond the ends; places outside count for nothing.</summary>
    public WindowPadding Padding { get; }

    private protected int[] Window { get; }

    private protected int[] Step { get; }

    private protected abstract string AxesWanted { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, AxesWanted, Window.Length + 1);
        int[] axes = input.ToArray();
        for (int axis = 0; axis < Window.Length; axis++) axes[axis] = Along(axis).CheckedOutputLength(this, input, axis);
        return new Shape(axes);
    }

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        long[] pads = new long[2 * Window.Length];
        for (int axis = 0; axis < Window.Length; axis++)
            // The tensor library lists the last axis first.
            (pads[^(2 * axis + 2)], pads[^(2 * axis + 1)]) = Along(axis).Pads((int)shape[axis + 1]);
        return Pool(input, pads);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["pool_size"] = new JsonArray([.. Window.Select(value => (JsonNode)value)]);
        config["strides"] = new JsonArray([.. Step.Select(value => (JsonNode)value)]);
        config["padding"] = SlidingWindow.NameOf(Padding);
        config["data_format"] = "channels_last";
    }

    // Pads are in the tensor library's order: last axis first, before and after.
    private protected abstract Tensor Pool(Tensor input, long[] pads);

    private SlidingWindow Along(int axis) => new(Window[axis], Step[axis], 1, Padding);
}
