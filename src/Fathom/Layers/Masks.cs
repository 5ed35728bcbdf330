using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Which timesteps of a tensor hold data. A mask is kept with its tensor, as Keras keeps it: layers pass it on, recurrent layers, attention, losses and
/// metrics heed it.
/// </summary>
/// <remarks>A mask is (batch, timesteps), true where there is data. It lives as long as the scope it was made in.</remarks>
public static class Masks
{
    private static readonly ConditionalWeakTable<Tensor, Tensor> Kept = [];

    /// <summary>The mask of a tensor.</summary>
    /// <param name="tensor">Batch first.</param>
    /// <returns>(batch, timesteps), true where there is data; none where all is data.</returns>
    public static Tensor? Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Kept.TryGetValue(tensor, out Tensor? mask) ? mask : null;
    }

    /// <summary>Keeps a mask with a tensor, in place of the one it had.</summary>
    /// <param name="tensor">Batch first.</param>
    /// <param name="mask">Booleans (batch, timesteps).</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The mask does not hold booleans, or has other first axes than the tensor.</exception>
    public static Tensor Attach(Tensor tensor, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.dtype != ScalarType.Bool) throw new ArgumentException($"A mask holds booleans, not {mask.dtype}. Compare to get one, for example ids.ne(0).", nameof(mask));
        long[] axes = tensor.shape, places = mask.shape;
        if (places.Length > axes.Length || !places.AsSpan().SequenceEqual(axes.AsSpan(0, places.Length)))
            throw new ArgumentException($"A mask of shape ({string.Join(", ", places)}) does not fit a tensor of shape ({string.Join(", ", axes)}): its axes are the tensor's first.", nameof(mask));
        Kept.AddOrUpdate(tensor, mask);
        return tensor;
    }

    /// <summary>The mask of a tensor with axes of length 1 added, so that it spreads over the tensor.</summary>
    internal static Tensor? Aligned(Tensor tensor)
    {
        if (Of(tensor) is not Tensor mask) return null;
        long[] axes = new long[tensor.ndim], places = mask.shape;
        for (int axis = 0; axis < axes.Length; axis++) axes[axis] = axis < places.Length ? places[axis] : 1;
        return mask.view(axes);
    }

    /// <summary>The conjunction of masks, none counting as all true.</summary>
    internal static Tensor? All(IEnumerable<Tensor?> masks)
    {
        Tensor? all = null;
        foreach (Tensor? mask in masks)
            if (mask is not null)
                all = all is null ? mask : all.logical_and(mask);
        return all;
    }
}
