using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="MaxPooling1D"/>, <see cref="MaxPooling2D"/> and <see cref="MaxPooling3D"/> share: the greatest value in each window.</summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class MaxPooling<TSize> : Pooling<TSize> where TSize : struct
{
    private protected MaxPooling(TSize poolSize, TSize? strides, WindowPadding padding) : base(poolSize, strides, padding) { }

    private protected MaxPooling(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    protected sealed override bool CastsInputs => false;

    private protected sealed override double Outside => double.NegativeInfinity;

    private protected sealed override Tensor Pool(Tensor input, long[] sizes, long[] steps) =>
        sizes.Length == 2 ? nn.functional.max_pool2d(input, sizes, steps) : nn.functional.max_pool3d(input, sizes, steps);
}
