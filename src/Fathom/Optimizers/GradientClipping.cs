using Fathom.Layers;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Keras's three ways of bounding gradients: each weight's norm, the norm of all together, or each value.</summary>
internal static class GradientClipping
{
    public static void Apply(SlotOptimizer optimizer, ParameterBuffer parameters)
    {
        if (optimizer.ClipNorm is double norm)
            foreach ((Weight weight, int offset) in parameters.Parts) Scale(parameters.Gradients, offset, weight.Size, norm);
        else if (optimizer.GlobalClipNorm is double total) Scale(parameters.Gradients, 0, parameters.Length, total);
        else if (optimizer.ClipValue is double bound) _ = parameters.Gradients.clamp_(-bound, bound);
    }

    /// <summary>g ← g · limit / max(‖g‖, limit). A norm that is not finite makes every gradient NaN rather than hiding that training broke.</summary>
    private static void Scale(Tensor gradients, int offset, int count, double limit)
    {
        if (gradients.device_type != DeviceType.CPU)
        {
            // The norm is not read back: a gradient within the limit is multiplied by 1.
            Tensor part = gradients.narrow(0, offset, count), length = part.norm();
            _ = part.mul_(limit / length.clamp_min(limit) + (length - length));
            return;
        }
        Span<float> values = gradients.Floats().Slice(offset, count);
        double norm = Math.Sqrt(FlatMath.SumOfSquares(values));
        if (norm <= limit) return;
        FlatMath.Scale(values, (float)(limit / norm + (norm - norm)));
    }
}
