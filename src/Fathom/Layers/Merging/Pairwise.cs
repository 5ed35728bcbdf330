using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Merges without a neutral element, so that a masked value can only give way to the other.</summary>
internal static class Pairwise
{
    /// <summary>Reduces inputs from the first to the last as Keras does.</summary>
    /// <param name="merge">Of two values.</param>
    /// <param name="inputs">At least one.</param>
    /// <param name="masks">One for each input, or none.</param>
    public static Tensor Reduce(Func<Tensor, Tensor, Tensor> merge, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        Tensor result = inputs[0];
        Tensor? known = Over(masks[0], result);
        for (int i = 1; i < inputs.Count; i++)
        {
            Tensor next = inputs[i];
            Tensor? mask = Over(masks[i], next);
            if (mask is not null) next = where(mask, next, result);
            if (known is not null) result = where(known, result, next);
            known = known is null || mask is null ? null : known.logical_or(mask);
            result = merge(result, next);
        }
        return result;
    }

    /// <summary>A mask with axes behind, for a choice value by value.</summary>
    [return: NotNullIfNotNull(nameof(mask))]
    public static Tensor? Over(Tensor? mask, Tensor values)
    {
        while (mask is not null && mask.ndim < values.ndim) mask = mask.unsqueeze(-1);
        return mask;
    }
}
