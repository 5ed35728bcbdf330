using Fathom.Layers;

namespace Fathom.Foreign;

/// <summary>
/// The weights of layers as PyTorch's modules name and lay them out (https://pytorch.org/docs/stable/nn.html): Linear (outputs, inputs), convolutions (outputs,
/// inputs, window), transposed ones (inputs, outputs, window), channels first throughout.
/// </summary>
/// <param name="flattened">The images whose flattened values dense layers take.</param>
internal sealed class TorchLayout(IReadOnlyDictionary<Layer, Shape> flattened)
{
    public IEnumerable<ForeignWeight> Of(IEnumerable<Layer> layers) => layers.SelectMany(layer => Of(layer, layer.Name, layer.Name));

    private IEnumerable<ForeignWeight> Of(Layer layer, string path, string own)
    {
        switch (layer)
        {
            case Bidirectional both:
                return Of(both.ForwardLayer, path, $"{own}/{both.ForwardLayer.Name}", "_l0").Concat(Of(both.BackwardLayer, path, $"{own}/{both.BackwardLayer.Name}", "_l0_reverse"));
            case RNN { Cell: VectorCell } recurrent: return Of(recurrent, path, own, "_l0");
            case MultiHeadAttention attention: return TorchAttention.Of(attention, path, own);
            default:
                return layer.OwnWeights.Select(weight => new ForeignWeight($"{own}/{weight.Name}", weight, Source(layer, weight, path)))
                    .Concat(layer.Sublayers.SelectMany(inner => Of(inner, $"{path}.{inner.Name}", $"{own}/{inner.Name}")));
        }
    }

    private static IEnumerable<ForeignWeight> Of(RNN layer, string path, string own, string suffix) => layer.Cell is VectorCell cell
        ? cell.OwnWeights.Select(weight => new ForeignWeight($"{own}/{cell.Name}/{weight.Name}", weight, TorchGates.Source(cell, weight, path, suffix)))
        : layer.Cell.OwnWeights.Select(weight => new ForeignWeight($"{own}/{layer.Cell.Name}/{weight.Name}", weight, WeightSource.Same($"{path}.{layer.Cell.Name}.{weight.Name}", weight.Shape)));

    private WeightSource Source(Layer layer, Weight weight, string path)
    {
        int[] shape = weight.Shape.ToArray();
        int axes = shape.Length - 2;
        int[] window = [.. Enumerable.Range(2, Math.Max(0, axes))];
        return (layer, weight.Name) switch
        {
            (Dense, "kernel") when flattened.TryGetValue(layer, out Shape? image) && image.Count > 1 => Flattened(path, image, shape[1]),
            (Dense, "kernel") => WeightSource.Permuted($"{path}.weight", [shape[1], shape[0]], [1, 0]),
            (Conv1DTranspose or Conv2DTranspose or Conv3DTranspose, "kernel") =>
                WeightSource.Permuted($"{path}.weight", [shape[^1], shape[^2], .. shape[..axes]], [.. window, 1, 0]),
            (DepthwiseConv1D or DepthwiseConv2D, "kernel") => Depthwise($"{path}.weight", shape, window),
            (SeparableConv1D or SeparableConv2D, "depthwise_kernel") => Depthwise($"{path}.depthwise.weight", shape, window),
            (SeparableConv1D or SeparableConv2D, "pointwise_kernel") => WeightSource.Permuted($"{path}.pointwise.weight", [shape[^1], shape[^2], .. shape[..axes]], [.. window, 1, 0]),
            (SeparableConv1D or SeparableConv2D, "bias") => WeightSource.Same($"{path}.pointwise.bias", shape),
            (Conv1D or Conv2D or Conv3D, "kernel") => WeightSource.Permuted($"{path}.weight", [shape[^1], shape[^2], .. shape[..axes]], [.. window, 1, 0]),
            (PReLU, "alpha") when shape.Count(axis => axis > 1) <= 1 => new([$"{path}.weight"], [[weight.Size]], "", values => values[0]),
            (Embedding, "embeddings") or (RMSNormalization, "scale") or (_, "gamma") => WeightSource.Same($"{path}.weight", shape),
            (_, "beta") => WeightSource.Same($"{path}.bias", shape),
            (_, "moving_mean") => WeightSource.Same($"{path}.running_mean", shape),
            (_, "moving_variance") => WeightSource.Same($"{path}.running_var", shape),
            _ => WeightSource.Same($"{path}.{weight.Name}", shape),
        };
    }

    // (channels · multiplier, 1, window) to (window, channels, multiplier).
    private static WeightSource Depthwise(string name, int[] shape, int[] window)
    {
        int[] apart = [shape[^2], shape[^1], .. shape[..^2]];
        return new([name], [[shape[^2] * shape[^1], 1, .. shape[..^2]]], "channels taken apart", values => AxisOrder.Permute(values[0], apart, [.. window, 0, 1]));
    }

    // (units, channels · places) to (places · channels, units).
    private static WeightSource Flattened(string path, Shape image, int units)
    {
        int[] apart = [units, image[^1], .. image.Take(image.Count - 1)];
        return new([$"{path}.weight"], [[units, image.Size]], $"transposed, rows of {image} channels last",
            values => AxisOrder.Permute(values[0], apart, [.. Enumerable.Range(2, image.Count - 1), 1, 0]));
    }
}
