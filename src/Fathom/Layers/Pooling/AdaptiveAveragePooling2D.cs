using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean of each of a given number of windows over an image, channel by channel (<c>keras.layers.AdaptiveAveragePooling2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, new height, new width, channels).</remarks>
public sealed class AdaptiveAveragePooling2D : AdaptivePooling<Extent>, IFromConfig<AdaptiveAveragePooling2D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">The height and width to give, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveAveragePooling2D(Extent outputSize) : base(outputSize) { }

    private AdaptiveAveragePooling2D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static AdaptiveAveragePooling2D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Pool(Tensor input, long[] sizes) => nn.functional.adaptive_avg_pool2d(input, sizes);
}
