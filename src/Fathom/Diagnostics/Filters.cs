using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Diagnostics;

/// <summary>The filters of a weight: the values that make one output (a column of a dense kernel, one filter of a convolution, one row of an embedding).</summary>
internal static class Filters
{
    /// <summary>How the filters lie in a weight: value i belongs to filter (i / inner) mod count.</summary>
    public static (int Count, int Inner) Of(Layer layer, Weight weight)
    {
        ReadOnlySpan<int> shape = weight.Shape;
        if (weight.Name == "embeddings") return (shape[0], weight.Size / shape[0]);
        if (weight.Name == "depthwise_kernel") return (shape[^1] * shape[^2], 1);
        // Kernels of transposed convolutions are laid out (…, outputs, inputs).
        bool transposed = KerasNames.ClassName(layer.GetType()).EndsWith("Transpose", StringComparison.Ordinal);
        return transposed ? (shape[^2], shape[^1]) : (shape[^1], 1);
    }

    /// <summary>Makes each filter of a direction as long as that of the weight; one of zeros stays where it is.</summary>
    public static void Normalize(Span<float> direction, ReadOnlySpan<float> weight, int count, int inner)
    {
        double[] own = new double[count], wanted = new double[count];
        for (int i = 0; i < direction.Length; i++)
        {
            int filter = i / inner % count;
            own[filter] += (double)direction[i] * direction[i];
            wanted[filter] += (double)weight[i] * weight[i];
        }
        for (int i = 0; i < direction.Length; i++)
        {
            int filter = i / inner % count;
            direction[i] = own[filter] > 0 ? (float)(direction[i] * Math.Sqrt(wanted[filter] / own[filter])) : 0;
        }
    }
}
