using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Keras's three ways of bounding gradients: each weight's norm, each value, or the norm of all together.</summary>
internal static class GradientClipping
{
    public static void Apply(Optimizer optimizer, ParameterBuffer parameters)
    {
        if (optimizer.ClipNorm is float norm)
            foreach ((Weight weight, int offset) in parameters.Parts)
                ScaleTo(parameters.Gradients.narrow(0, offset, weight.Size), norm);
        if (optimizer.GlobalClipNorm is float total) ScaleTo(parameters.Gradients, total);
        if (optimizer.ClipValue is float bound) _ = parameters.Gradients.clamp_(-bound, bound);
    }

    private static void ScaleTo(Tensor gradients, float limit)
    {
        // Without reading the norm back: a gradient within the limit is multiplied by 1.
        Tensor scale = (limit / (gradients.norm() + 1e-12f)).clamp_max(1f);
        _ = gradients.mul_(scale);
    }
}
