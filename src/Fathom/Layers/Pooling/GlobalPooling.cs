using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What the layers share that make one number of all places of a channel. Channels are the last axis.</summary>
public abstract class GlobalPooling : UnaryLayer
{
    private readonly int _axes;

    private protected GlobalPooling(int axes) => _axes = axes;

    private protected GlobalPooling(JsonObject config, int axes) : this(axes)
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
        KeepDims = config.Get("keepdims", false);
    }

    /// <summary>Whether the axes pooled over stay, with length 1; not by default.</summary>
    public bool KeepDims { get; init; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, ChannelsLast.Axes(_axes), _axes + 1);
        return KeepDims ? new Shape([.. Enumerable.Repeat(1, _axes), input[^1]]) : input[^1..];
    }

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context) => Pool(input, [.. Enumerable.Range(1, _axes).Select(axis => (long)axis)]);

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["data_format"] = "channels_last";
        config["keepdims"] = KeepDims;
    }

    private protected abstract Tensor Pool(Tensor input, long[] axes);
}
