using System.Numerics;
using System.Runtime.InteropServices;
using Fathom.Layers;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Keras's three ways of bounding gradients: each weight's norm, the norm of all together, or each value.</summary>
internal static class GradientClipping
{
    // Sums within a block are single precision, sums of blocks double: the norm of millions of values keeps its digits.
    private const int Block = 4096;

    public static void Apply(Optimizer optimizer, ParameterBuffer parameters)
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
        double norm = Math.Sqrt(SumOfSquares(values));
        if (norm <= limit) return;
        float factor = (float)(limit / norm + (norm - norm));
        foreach (ref float value in values) value *= factor;
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        for (int start = 0; start < values.Length; start += Block)
        {
            ReadOnlySpan<float> block = values.Slice(start, Math.Min(Block, values.Length - start));
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(block);
            Vector<float> squares = Vector<float>.Zero;
            foreach (Vector<float> vector in vectors) squares += vector * vector;
            sum += Vector.Sum(squares);
            foreach (float value in block[(vectors.Length * Vector<float>.Count)..]) sum += value * value;
        }
        return sum;
    }
}
