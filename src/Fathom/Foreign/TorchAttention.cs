using Fathom.Layers;

namespace Fathom.Foreign;

/// <summary>
/// The weights of PyTorch's MultiheadAttention: query, key and value below one another in <c>in_proj_weight</c> (3 · features, features) and <c>in_proj_bias</c>, the result's
/// projection as <c>out_proj</c>; the heads side by side.
/// </summary>
internal static class TorchAttention
{
    private static readonly string[] Parts = ["query", "key", "value"];

    public static IEnumerable<ForeignWeight> Of(MultiHeadAttention layer, string path, string own)
    {
        for (int i = 0; i < layer.Sublayers.Count; i++)
            foreach (Weight weight in layer.Sublayers[i].OwnWeights)
                yield return new ForeignWeight($"{own}/{layer.Sublayers[i].Name}/{weight.Name}", weight, i < Parts.Length ? Projected(i, weight, path) : Result(weight, path));
    }

    private static WeightSource Projected(int part, Weight weight, string path)
    {
        int[] shape = weight.Shape.ToArray();
        int width = weight.Name == "kernel" ? shape[1] * shape[2] : weight.Size, inputs = weight.Name == "kernel" ? shape[0] : 1, from = part * width * inputs;
        string third = $"third {part + 1}, the {Parts[part]}'s";
        return weight.Name == "kernel"
            ? new([$"{path}.in_proj_weight"], [[3 * width, inputs]], $"{third}, transposed", values => AxisOrder.Permute(values[0][from..(from + width * inputs)], [width, inputs], [1, 0]))
            : new([$"{path}.in_proj_bias"], [[3 * width]], third, values => values[0][from..(from + width)]);
    }

    private static WeightSource Result(Weight weight, string path)
    {
        int[] shape = weight.Shape.ToArray();
        return weight.Name == "kernel"
            ? WeightSource.Permuted($"{path}.out_proj.weight", [shape[2], shape[0] * shape[1]], [1, 0])
            : WeightSource.Same($"{path}.out_proj.bias", shape);
    }
}
