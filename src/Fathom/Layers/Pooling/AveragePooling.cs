using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="AveragePooling1D"/>, <see cref="AveragePooling2D"/> and <see cref="AveragePooling3D"/> share: the mean of each window, of which places
/// beyond the ends are no part.
/// </summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class AveragePooling<TSize> : Pooling<TSize> where TSize : struct
{
    private protected AveragePooling(TSize poolSize, TSize? strides, WindowPadding padding) : base(poolSize, strides, padding) { }

    private protected AveragePooling(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    /// <remarks>The library has no means of volumes in low precision on processors.</remarks>
    protected sealed override bool AllowsLowPrecision => Sizes<TSize>.Count < 3;

    private protected sealed override double Outside => 0;

    private protected sealed override Tensor Pool(Tensor input, long[] sizes, long[] steps) =>
        sizes.Length == 2 ? nn.functional.avg_pool2d(input, sizes, steps) : nn.functional.avg_pool3d(input, sizes, steps);

    private protected sealed override Tensor Share(Tensor input, long[] shape, ReadOnlySpan<(int Before, int After)> ends)
    {
        long[] one = [1, .. shape[1..^1], 1];
        return ChannelsLast.Pad(ones(one, dtype: input.dtype, device: input.device), ends);
    }
}
