using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean over all places of a volume, channel by channel (<c>keras.layers.GlobalAveragePooling3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, channels).</remarks>
public sealed class GlobalAveragePooling3D : GlobalPooling, IFromConfig<GlobalAveragePooling3D>
{
    /// <summary>Creates the layer.</summary>
    public GlobalAveragePooling3D() : base(3) { }

    private GlobalAveragePooling3D(JsonObject config) : base(config, 3) { }

    /// <inheritdoc/>
    public static GlobalAveragePooling3D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] axes) => input.mean(axes, KeepDims);
}
