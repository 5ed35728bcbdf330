using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value over all places of a volume, channel by channel (<c>keras.layers.GlobalMaxPooling3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, channels).</remarks>
public sealed class GlobalMaxPooling3D : GlobalPooling, IFromConfig<GlobalMaxPooling3D>
{
    /// <summary>Creates the layer.</summary>
    public GlobalMaxPooling3D() : base(3) { }

    private GlobalMaxPooling3D(JsonObject config) : base(config, 3) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static GlobalMaxPooling3D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] axes) => input.amax(axes, KeepDims);
}
