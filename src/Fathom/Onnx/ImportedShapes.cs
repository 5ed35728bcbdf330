using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Onnx;

/// <summary>Operations that move values or name them, of tensors and of the file's own values.</summary>
internal static class ImportedShapes
{
    public static IReadOnlyDictionary<string, Action<OnnxImporter, OnnxNode>> Operations { get; } = new Dictionary<string, Action<OnnxImporter, OnnxNode>>
    {
        ["Constant"] = (importer, node) => importer.Keep(node, OnnxImporter.Option<OnnxTensor?>(node, "value", null) ?? throw OnnxImporter.Refusal(node, "it is no tensor. Export the model with constants as tensors")),
        ["Identity"] = (importer, node) => importer.Pass(node),
        ["Cast"] = Cast,
        ["Reshape"] = Reshape,
        ["Flatten"] = Flatten,
        ["Transpose"] = Transpose,
        ["Squeeze"] = Squeeze,
        ["Unsqueeze"] = Unsqueeze,
    };

    // Between precisions, which are all single here.
    private static void Cast(OnnxImporter importer, OnnxNode node)
    {
        if (OnnxImporter.Option(node, "to", 1L) is not (1 or 10 or 11)) throw OnnxImporter.Refusal(node, "it makes something else than single, half or double precision. Export the model without it");
        importer.Pass(node);
    }

    private static void Reshape(OnnxImporter importer, OnnxNode node)
    {
        long[] wanted = importer.Integers(node, "shape", 1) ?? throw OnnxImporter.Refusal(node, "it has no shape. Get the file anew");
        if (importer.Constant(node, 0) is { } constant)
        {
            importer.Keep(node, constant with { Shape = Filled(node, wanted, constant.Shape) });
            return;
        }
        SymbolicTensor input = importer.First(importer.Value(node));
        if (wanted.Length < 2 || (wanted[0] is not (0 or -1) && wanted[0] != importer.Batch)) throw OnnxImporter.Refusal(node, $"({string.Join(", ", wanted)}) leaves no batch in front. Export the model with an open batch");
        int[] target = [.. wanted.Skip(1).Select((axis, i) => axis != 0 ? checked((int)axis) : i < input.Shape.Count ? input.Shape[i] : throw OnnxImporter.Refusal(node, "it keeps an axis that is not there. Get the file anew"))];
        importer.Make(node, new Reshape(target) { Name = importer.NameOf(node) }.Apply(input));
    }

    // 0 is the length there was, -1 what is left.
    private static long[] Filled(OnnxNode node, long[] wanted, IReadOnlyList<long> given)
    {
        long[] shape = [.. wanted.Select((axis, i) => axis == 0 && i < given.Count ? given[i] : axis)];
        long count = given.Aggregate(1L, (product, axis) => product * axis), known = shape.Where(axis => axis != -1).Aggregate(1L, (product, axis) => checked(product * axis));
        if (known > 0 && Array.IndexOf(shape, -1) is >= 0 and var open) shape[open] = count / known;
        return shape.All(axis => axis >= 0) && shape.Aggregate(1L, (product, axis) => checked(product * axis)) == count
            ? shape
            : throw OnnxImporter.Refusal(node, $"({string.Join(", ", given)}) cannot become ({string.Join(", ", wanted)}). Get the file anew");
    }

    private static void Flatten(OnnxImporter importer, OnnxNode node)
    {
        SymbolicTensor input = importer.First(importer.Value(node));
        if (OnnxImporter.Option(node, "axis", 1L) != 1) throw OnnxImporter.Refusal(node, "it takes more than the batch in front. Flatten from axis 1 on");
        importer.Make(node, new Flatten { Name = importer.NameOf(node) }.Apply(input));
    }

    private static void Transpose(OnnxImporter importer, OnnxNode node)
    {
        if (importer.Constant(node, 0) is { Type: OnnxTensor.Float } constant)
        {
            long[] order = Array.ConvertAll(OnnxImporter.Option(node, "perm", (int[])[.. Enumerable.Range(0, constant.Shape.Count).Reverse()]), axis => (long)axis);
            if (!order.Order().SequenceEqual(Enumerable.Range(0, constant.Shape.Count).Select(axis => (long)axis))) throw OnnxImporter.Refusal(node, "its order does not name each axis once. Get the file anew");
            using var scope = NewDisposeScope();
            Tensor turned = tensor(importer.Numbers(node, 0)!, [.. constant.Shape]).permute(order).contiguous();
            importer.Keep(node, OnnxTensor.Of(turned.data<float>().ToArray(), turned.shape));
            return;
        }
        SymbolicTensor input = importer.First(importer.Value(node));
        int[] axes = OnnxImporter.Option(node, "perm", (int[])[.. Enumerable.Range(0, input.Shape.Count + 1).Reverse()]);
        if (axes.Length == 0 || axes[0] != 0) throw OnnxImporter.Refusal(node, "it moves the batch. Export the model batch first");
        importer.Make(node, new Permute(axes.AsSpan(1)) { Name = importer.NameOf(node) }.Apply(input));
    }

    private static void Squeeze(OnnxImporter importer, OnnxNode node)
    {
        long[]? axes = importer.Integers(node, "axes", 1);
        Rearrange(importer, node, shape =>
        {
            int[] gone = axes is null ? [.. Enumerable.Range(0, shape.Count).Where(axis => shape[axis] == 1)] : [.. axes.Select(axis => Place(axis, shape.Count))];
            if (gone.Any(axis => axis < 0 || axis >= shape.Count || shape[axis] is not (1 or Shape.Unknown))) throw OnnxImporter.Refusal(node, "it takes away the batch, or an axis that is not of length 1. Export the model batch first");
            return [.. shape.Where((_, axis) => !gone.Contains(axis))];
        });
    }

    private static void Unsqueeze(OnnxImporter importer, OnnxNode node)
    {
        long[] axes = importer.Integers(node, "axes", 1) ?? throw OnnxImporter.Refusal(node, "it names no axes. Get the file anew");
        Rearrange(importer, node, shape =>
        {
            List<int> made = [.. shape];
            foreach (int axis in axes.Select(axis => Place(axis, shape.Count + axes.Length)).Order())
                if (axis >= 0 && axis <= made.Count) made.Insert(axis, 1);
                else throw OnnxImporter.Refusal(node, "it adds an axis before the batch. Export the model batch first");
            return [.. made];
        });
    }

    // The axis of a sample.
    private static int Place(long axis, int count) => checked((int)(axis < 0 ? axis + count : axis - 1));

    private static void Rearrange(OnnxImporter importer, OnnxNode node, Func<Shape, Shape> change)
    {
        SymbolicTensor input = importer.First(importer.Value(node));
        importer.Make(node, new Reshape([.. change(input.Shape)]) { Name = importer.NameOf(node) }.Apply(input));
    }
}
