using Fathom.Initializers;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What a weight holds before training.</summary>
internal static class FirstValues
{
    /// <summary>Draws values; zeros while a model is loaded, where they are overwritten at once.</summary>
    public static Tensor Draw(Initializer initializer, int[] axes)
    {
        long[] lengths = Array.ConvertAll(axes, axis => (long)axis);
        // Drawn in either case, so that what is drawn later is the same.
        var random = new Random(Seeds.Next());
        if (WeightBudget.IsLoading) return zeros(lengths, dtype: float32);
        float[] values = new float[axes.Aggregate(1, (product, axis) => checked(product * axis))];
        initializer.Fill(values, axes, random);
        // A copy in libtorch's own memory: an array's alignment varies, and with it the order in which matrix products add.
        return tensor(values, lengths, dtype: float32).clone();
    }
}
