using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean of each of a given number of windows over a volume, channel by channel (<c>keras.layers.AdaptiveAveragePooling3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, new depth, new height, new width, channels).</remarks>
public sealed class AdaptiveAveragePooling3D : AdaptivePooling<Extent3D>, IFromConfig<AdaptiveAveragePooling3D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">The depth, height and width to give, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveAveragePooling3D(Extent3D outputSize) : base(outputSize) { }

    private AdaptiveAveragePooling3D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static AdaptiveAveragePooling3D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] sizes) => nn.functional.adaptive_avg_pool3d(input, sizes);
}
