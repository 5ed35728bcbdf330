using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value over all timesteps, channel by channel (<c>keras.layers.GlobalMaxPooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, channels).</remarks>
public sealed class GlobalMaxPooling1D : UnaryLayer, IFromConfig<GlobalMaxPooling1D>
{
    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, "(batch, timesteps, channels)", 2);
        return input[1..];
    }

    /// <inheritdoc/>
    public static GlobalMaxPooling1D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        SlidingWindow.RequireChannelsLast(config);
        return new GlobalMaxPooling1D { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.amax([1L]);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["data_format"] = "channels_last";
        config["keepdims"] = false;
    }
}
