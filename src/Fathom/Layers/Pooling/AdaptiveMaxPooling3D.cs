using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest value in each of a given number of windows over a volume, channel by channel (<c>keras.layers.AdaptiveMaxPooling3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, new depth, new height, new width, channels).</remarks>
public sealed class AdaptiveMaxPooling3D : AdaptivePooling<Extent3D>, IFromConfig<AdaptiveMaxPooling3D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">The depth, height and width to give, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveMaxPooling3D(Extent3D outputSize) : base(outputSize) { }

    private AdaptiveMaxPooling3D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static AdaptiveMaxPooling3D FromConfig(JsonObject config) => new(config);

    // The tensor library has it for images only. A maximum may be taken axis by axis: within the slices first, then over the depth.
    private protected override Tensor Pool(Tensor input, long[] sizes)
    {
        Tensor slices = nn.functional.adaptive_max_pool2d(input.transpose(1, 2).flatten(0, 1), sizes[1..]);
        Tensor columns = slices.unflatten(0, [input.shape[0], input.shape[2]]).flatten(2).unsqueeze(1);
        Tensor pooled = nn.functional.adaptive_max_pool2d(columns, [sizes[0], columns.shape[3]]);
        return pooled.view(input.shape[0], sizes[0], input.shape[1], sizes[1], sizes[2]).transpose(1, 2);
    }
}
