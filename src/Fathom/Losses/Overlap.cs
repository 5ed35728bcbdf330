using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>What the losses of overlapping areas share: the axes to sum over.</summary>
internal static class Overlap
{
    /// <summary>Sums over the axes given, counted with the batch, or over everything.</summary>
    public static Tensor Sum(Tensor values, Axes? axis) => axis is null ? values.sum() : values.sum([.. axis.Select(one => (long)one)]);

    /// <summary>Accepts axes that are there and none of them the batch.</summary>
    public static Axes? Axis(Axes? value) => value is null || (value.Count > 0 && !value.Contains(0))
        ? value
        : throw new ArgumentException("Axis lists the axes after the batch to sum over, for example [1, 2, 3] for images; leave it out to sum over the whole batch.", nameof(value));
}
