using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value over all places of an image, channel by channel (<c>keras.layers.GlobalMaxPooling2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, channels).</remarks>
public sealed class GlobalMaxPooling2D : GlobalPooling, IFromConfig<GlobalMaxPooling2D>
{
    /// <summary>Creates the layer.</summary>
    public GlobalMaxPooling2D() : base(2) { }

    private GlobalMaxPooling2D(JsonObject config) : base(config, 2) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static GlobalMaxPooling2D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] axes) => input.amax(axes, KeepDims);
}
