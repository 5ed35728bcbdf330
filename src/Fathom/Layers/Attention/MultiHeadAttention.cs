using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Attention in several heads, each with projections of its own (<c>keras.layers.MultiHeadAttention</c>; Vaswani et al. 2017, section 3.2.2).</summary>
/// <remarks>
/// Inputs as in <see cref="ProjectedAttention"/>. Output: the query's axes with <see cref="OutputShape"/> in place of the last, by default unchanged. Weights:
/// query and key kernels (features, heads, key dim) and biases (heads, key dim), value likewise with the value dim, output kernel (heads, value dim, output)
/// and bias (output).
/// </remarks>
public sealed class MultiHeadAttention : ProjectedAttention, IFromConfig<MultiHeadAttention>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="numHeads">The number of heads, at least 1.</param>
    /// <param name="keyDim">The length of a query and of a key in a head, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is below 1.</exception>
    public MultiHeadAttention(int numHeads, int keyDim)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numHeads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyDim, 1);
        (NumHeads, KeyDim) = (numHeads, keyDim);
    }

    private MultiHeadAttention(JsonObject config) : base(config)
    {
        (NumHeads, KeyDim) = (config.Need<int>("num_heads"), config.Need<int>("key_dim"));
        ValueDim = config.Get<int?>("value_dim", null);
        if (config["output_shape"] is not null) OutputShape = config["output_shape"] is JsonArray ? new Shape(config.NeedInts("output_shape")) : new Shape(config.Need<int>("output_shape"));
        if (config["attention_axes"] is not null) AttentionAxes = config["attention_axes"] is JsonArray ? config.NeedInts("attention_axes") : [config.Need<int>("attention_axes")];
    }

    /// <summary>The number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>The length of a query and of a key in a head.</summary>
    public int KeyDim { get; }

    /// <summary>The length of a value in a head; that of a key unless set.</summary>
    public int? ValueDim { get; init; }

    /// <summary>The axes that take the place of the query's last; that axis as it is unless set.</summary>
    public Shape? OutputShape { get; init; }

    /// <summary>
    /// The axes attended over, batch counted: 1 is the first after the batch, -2 the last before the features. All between batch and features unless set.
    /// </summary>
    public IReadOnlyList<int>? AttentionAxes { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        NeedFit(inputs);
        int[] axes = Axes(inputs[0].Count + 1);
        if (axes.Any(axis => axis < 1 || axis >= inputs[0].Count))
            throw new ShapeException($"{this.Title} attends over the axes {string.Join(", ", axes)}, which shape {inputs[0]} does not have between batch and features. Set AttentionAxes to 1 … {inputs[0].Count - 1}.");
        if (axes.Length > 1 && UseCausalMask)
            throw new ShapeException($"{this.Title} attends over {axes.Length} axes, among which no element is after another. Set AttentionAxes to one axis, or leave UseCausalMask.");
        if (Sublayers.Count > 0)
            foreach ((Layer projection, Shape input) in Sublayers.Zip([inputs[0], KeyOf(inputs), inputs[1]]))
                _ = projection.ComputeOutputShapes([input]);
        Shape output = new([.. inputs[0].SkipLast(1), .. OutputShape ?? inputs[0][^1..]]);
        if (!ReturnAttentionScores) return [output];
        int[] queries = [.. axes.Select(axis => inputs[0][axis - 1])], keys = [.. axes.Select(axis => inputs[1][axis - 1])];
        return [output, new Shape([.. Enumerable.Range(1, inputs[0].Count - 1).Except(axes).Select(axis => inputs[0][axis - 1]), NumHeads, .. queries, .. keys])];
    }

    /// <inheritdoc/>
    public static MultiHeadAttention FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new MultiHeadAttention(config);
    }

    // Keras keeps them under its properties' names.
    internal override string? FolderOf(Layer inner) => inner.Name == "attention_output" ? "output_dense" : $"{inner.Name}_dense";

    private protected override (EinsumDense Query, EinsumDense Key, EinsumDense Value, EinsumDense Output) Projections(IReadOnlyList<Shape> inputs)
    {
        Shape output = OutputShape ?? inputs[0][^1..];
        string kept = Letters(0, inputs[0].Count), feature = Letters(kept.Length, 1), heads = Letters(kept.Length + 1, 2);
        string made = Letters(kept.Length + 2, output.Count), summed = Letters(kept.Length, 2);
        string equation = $"{kept}{feature},{feature}{heads}->{kept}{heads}";
        int[] unknown = [.. Enumerable.Repeat(Shape.Unknown, kept.Length - 1)];
        return (Projection("query", equation, [.. unknown, NumHeads, KeyDim], heads), Projection("key", equation, [.. unknown, NumHeads, KeyDim], heads),
            Projection("value", equation, [.. unknown, NumHeads, ValueDim ?? KeyDim], heads),
            Projection("attention_output", $"{kept}{summed},{summed}{made}->{kept}{made}", [.. unknown, .. output], made));
    }

    private protected override Tensor Arrange(Tensor projected)
    {
        (long[] order, int attended) = Order((int)projected.ndim);
        Tensor arranged = projected.permute(order);
        return attended == 1 ? arranged : arranged.flatten(order.Length - 1 - attended, order.Length - 2);
    }

    private protected override (Tensor Output, Tensor? Weights) Restore(Tensor output, Tensor? weights, Tensor query, Tensor key)
    {
        (long[] order, int attended) = Order((int)query.ndim);
        if (attended > 1)
        {
            long[] outer = output.shape[..^2], queries = [.. order[^(attended + 1)..^1].Select(axis => query.shape[axis])], keys = [.. order[^(attended + 1)..^1].Select(axis => key.shape[axis])];
            output = output.reshape([.. outer, .. queries, output.shape[^1]]);
            weights = weights?.reshape([.. outer, .. queries, .. keys]);
        }
        return (output.permute([.. Enumerable.Range(0, order.Length).Select(axis => (long)Array.IndexOf(order, axis))]), weights);
    }

    // Of a tensor (batch, axes, heads, features): batch, axes not attended over, heads, axes attended over, features; and how many are attended over.
    private (long[] Order, int Attended) Order(int rank)
    {
        int[] axes = Axes(rank - 1);
        return ([0, .. Enumerable.Range(1, rank - 2).Except(axes).Select(axis => (long)axis), .. axes.Select(axis => (long)axis), rank - 1], axes.Length);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["num_heads"] = NumHeads;
        config["key_dim"] = KeyDim;
        config["value_dim"] = ValueDim ?? KeyDim;
        config["output_shape"] = null;
        if (OutputShape is not null) config.Put("output_shape", OutputShape.ToArray());
        config["attention_axes"] = null;
        if (AttentionAxes is not null) config.Put("attention_axes", AttentionAxes.ToArray());
    }

    // With the batch counted, of inputs of that many axes.
    private int[] Axes(int rank) => AttentionAxes is null ? [.. Enumerable.Range(1, rank - 2)] : [.. AttentionAxes.Select(axis => axis < 0 ? rank + axis : axis)];

    private static string Letters(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(index => (char)('a' + index)));
}
