using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Keras's three ways of bounding gradients: each weight's norm, the norm of all together, or each value.</summary>
internal static class GradientClipping
{
    public static void Apply(SlotOptimizer optimizer, ParameterBuffer parameters)
    {
        if (optimizer is { ClipNorm: null, GlobalClipNorm: null, ClipValue: null }) return;
        bool byTensors = parameters.FlatGradients.device_type != DeviceType.CPU;
        ReadOnlySpan<BufferRun> runs = byTensors ? [] : parameters.GradientRuns();
        if (optimizer.ClipValue is double bound)
        {
            if (byTensors) _ = parameters.Gradients.clamp_(-bound, bound);
            else
            {
                Span<float> gradients = parameters.FlatGradients.Floats();
                foreach (BufferRun run in runs) FlatMath.Clamp(gradients[run.Start..run.End], (float)bound);
            }
            return;
        }
        BufferRun[] parts = optimizer.ClipNorm is null ? [new(0, parameters.Length)] : [.. parameters.Parts.Select((part, i) => new BufferRun(part.Offset, parameters.EndOf(i)))];
        double limit = optimizer.ClipNorm ?? optimizer.GlobalClipNorm!.Value;
        foreach (BufferRun part in parts)
            if (byTensors) Scale(parameters.Gradients.narrow(0, part.Start, part.Length), limit);
            else Scale(parameters, runs, part, limit);
    }

    /// <summary>g ← g · limit / max(‖g‖, limit). A norm that is not finite makes every gradient NaN rather than hiding that training broke.</summary>
    private static void Scale(ParameterBuffer parameters, ReadOnlySpan<BufferRun> runs, BufferRun within, double limit)
    {
        Span<float> gradients = parameters.FlatGradients.Floats();
        double norm = Math.Sqrt(FlatMath.SumOfSquares(gradients, runs, within));
        if (norm <= limit) return;
        if (!double.IsFinite(norm))
        {
            parameters.Gradients.Floats()[within.Start..within.End].Fill(float.NaN);
            return;
        }
        foreach (BufferRun run in runs)
            if (run.Within(within) is { Length: > 0 } part) FlatMath.Scale(gradients.Slice(part.Start, part.Length), (float)(limit / norm));
    }

    /// <summary>The same on another device. The norm is not read back: a gradient within the limit is multiplied by 1.</summary>
    private static void Scale(Tensor gradients, double limit)
    {
        Tensor norm = gradients.norm();
        _ = gradients.mul_(limit / norm.clamp_min(limit) + (norm - norm));
    }
}
