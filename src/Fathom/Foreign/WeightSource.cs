namespace Fathom.Foreign;

/// <summary>Which tensors of a foreign file make a weight, and how.</summary>
/// <param name="Names">The tensors' names.</param>
/// <param name="Shapes">The axes each must have.</param>
/// <param name="Change">What is done with the values, in a word; empty where they are taken as they are.</param>
/// <param name="Convert">Makes the weight's values from those of the tensors.</param>
internal sealed record WeightSource(IReadOnlyList<string> Names, IReadOnlyList<int[]> Shapes, string Change, Func<float[][], float[]> Convert)
{
    public static WeightSource Same(string name, ReadOnlySpan<int> shape) => new([name], [shape.ToArray()], "", values => values[0]);

    /// <summary>A tensor whose axes are put in another order.</summary>
    public static WeightSource Permuted(string name, int[] shape, int[] order) =>
        new([name], [shape], $"axes ({string.Join(", ", order)})", values => AxisOrder.Permute(values[0], shape, order));
}
