using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="ZeroPadding1D"/>, <see cref="ZeroPadding2D"/> and <see cref="ZeroPadding3D"/> share: zeros are added at the ends of axes.</summary>
public abstract class ZeroPadding : MarginLayer
{
    private protected ZeroPadding(Margin[] margins) : base(margins) { }

    private protected ZeroPadding(JsonObject config, int axes) : base(config, "padding", axes) { }

    private protected sealed override int Sign => 1;

    private protected sealed override string Key => "padding";

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Span<(int Before, int After)> ends = stackalloc (int, int)[Margins.Count];
        for (int axis = 0; axis < ends.Length; axis++) ends[axis] = (Margins[axis].Before, Margins[axis].After);
        return ChannelsLast.Pad(input, ends);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["data_format"] = "channels_last";
    }
}
