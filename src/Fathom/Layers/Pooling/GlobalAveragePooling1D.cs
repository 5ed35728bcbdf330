using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean over all timesteps, channel by channel (<c>keras.layers.GlobalAveragePooling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, channels). Of a sequence with a mask only the timesteps that hold data count; where none do, the mean is 0.</remarks>
public sealed class GlobalAveragePooling1D : GlobalPooling, IFromConfig<GlobalAveragePooling1D>
{
    /// <summary>Creates the layer.</summary>
    public GlobalAveragePooling1D() : base(1) { }

    private GlobalAveragePooling1D(JsonObject config) : base(config, 1) { }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public static GlobalAveragePooling1D FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks) => [];

    private protected override Tensor Pool(Tensor input, long[] axes)
    {
        if (Masks.Of(input) is not Tensor mask) return input.mean(axes, KeepDims);
        Tensor data = mask.unsqueeze(-1);
        Tensor sum = where(data, input, zeros_like(input)).sum(axes, KeepDims);
        return sum / data.sum(axes, KeepDims).clamp_min(1).to(sum.dtype);
    }
}
