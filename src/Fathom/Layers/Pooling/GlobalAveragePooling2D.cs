using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean over all places of an image, channel by channel (<c>keras.layers.GlobalAveragePooling2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, channels).</remarks>
public sealed class GlobalAveragePooling2D : GlobalPooling, IFromConfig<GlobalAveragePooling2D>
{
    /// <summary>Creates the layer.</summary>
    public GlobalAveragePooling2D() : base(2) { }

    private GlobalAveragePooling2D(JsonObject config) : base(config, 2) { }

    /// <inheritdoc/>
    public static GlobalAveragePooling2D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] axes) => input.mean(axes, KeepDims);
}
