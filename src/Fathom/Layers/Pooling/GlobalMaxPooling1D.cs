using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value over all timesteps, channel by channel (<c>keras.layers.GlobalMaxPooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, channels).</remarks>
public sealed class GlobalMaxPooling1D : GlobalPooling, IFromConfig<GlobalMaxPooling1D>
{
    /// <summary>Creates the layer.</summary>
    public GlobalMaxPooling1D() : base(1) { }

    private GlobalMaxPooling1D(JsonObject config) : base(config, 1) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static GlobalMaxPooling1D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] axes) => input.amax(axes, KeepDims);
}
