using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Forecasting;

/// <summary>
/// Splits a sequence into its moving average and what remains (Zeng et al. 2023, "Are Transformers Effective for Time Series Forecasting?", section 3.2).
/// </summary>
/// <remarks>Input (batch, timesteps, features); two outputs of the same shape, trend and remainder. The ends are padded with the end values.</remarks>
/// <param name="window">Steps averaged, odd.</param>
internal sealed class TrendDecomposition(int window) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs) => inputs.Count == 1 && inputs[0].Count == 2
        ? [inputs[0], inputs[0]]
        : throw new ShapeException($"TrendDecomposition '{Name}' needs one input of shape (batch, timesteps, features) but got {string.Join(" and ", inputs)}.");

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        long steps = inputs[0].shape[1], side = window / 2;
        // Copies of the end values stand outside, so that the average keeps the sequence's length.
        Tensor padded = cat([inputs[0].narrow(1, 0, 1).expand(-1, side, -1), inputs[0], inputs[0].narrow(1, steps - 1, 1).expand(-1, side, -1)], 1);
        Tensor trend = nn.functional.avg_pool1d(padded.transpose(1, 2), window, stride: 1).transpose(1, 2);
        return [trend, inputs[0] - trend];
    }
}
