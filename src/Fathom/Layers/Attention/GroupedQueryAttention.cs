using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Attention in several heads, groups of which share their keys and values (<c>keras.layers.GroupQueryAttention</c>; Ainslie et al. 2023): fewer weights and, for one
/// shared head, the multi-query attention of Shazeer (2019).
/// </summary>
/// <remarks>
/// Inputs as in <see cref="ProjectedAttention"/>. Output (batch, queries, features), as the query. Weights: query kernel (features, query heads, head dim) and bias
/// (query heads, head dim), key and value likewise with the key-value heads, output kernel (query heads, head dim, features) and bias (features).
/// </remarks>
[KerasClass("GroupQueryAttention", OwnName = "GroupedQueryAttention")]
public sealed class GroupedQueryAttention : ProjectedAttention, IFromConfig<GroupedQueryAttention>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="headDim">The length of a query, key and value in a head, at least 1.</param>
    /// <param name="numQueryHeads">The number of heads, at least 1.</param>
    /// <param name="numKeyValueHeads">The number of heads of keys and values, a divisor of <paramref name="numQueryHeads"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is below 1, or the heads do not divide.</exception>
    public GroupedQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headDim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numQueryHeads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numKeyValueHeads, 1);
        if (numQueryHeads % numKeyValueHeads != 0)
            throw new ArgumentOutOfRangeException(nameof(numKeyValueHeads), numKeyValueHeads, $"{numQueryHeads} query heads cannot share {numKeyValueHeads} heads of keys evenly. Take a divisor of {numQueryHeads}.");
        (HeadDim, NumQueryHeads, NumKeyValueHeads) = (headDim, numQueryHeads, numKeyValueHeads);
    }

    private GroupedQueryAttention(JsonObject config) : base(config) =>
        (HeadDim, NumQueryHeads, NumKeyValueHeads) = (config.Need<int>("head_dim"), config.Need<int>("num_query_heads"), config.Need<int>("num_key_value_heads"));

    /// <summary>The length of a query, key and value in a head.</summary>
    public int HeadDim { get; }

    /// <summary>The number of heads.</summary>
    public int NumQueryHeads { get; }

    /// <summary>The number of heads of keys and values.</summary>
    public int NumKeyValueHeads { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        NeedFit(inputs);
        this.NeedAxes(inputs[0], "(batch, timesteps, features)", 2);
        if (Sublayers.Count > 0)
            foreach ((Layer projection, Shape input) in Sublayers.Zip([inputs[0], KeyOf(inputs), inputs[1]]))
                _ = projection.ComputeOutputShapes([input]);
        return ReturnAttentionScores ? [inputs[0], new Shape(NumQueryHeads, inputs[0][0], inputs[1][0])] : [inputs[0]];
    }

    /// <inheritdoc/>
    public static GroupedQueryAttention FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GroupedQueryAttention(config);
    }

    // Keras keeps them under its fields' names, having no properties for them here.
    internal override string? FolderOf(Layer inner) => inner.Name == "attention_output" ? "_output_dense" : $"_{inner.Name}_dense";

    private protected override (EinsumDense Query, EinsumDense Key, EinsumDense Value, EinsumDense Output) Projections(IReadOnlyList<Shape> inputs) => (
        Projection("query", "bqm,muh->bquh", [Shape.Unknown, NumQueryHeads, HeadDim], "uh"),
        Projection("key", "bkm,mvh->bkvh", [Shape.Unknown, NumKeyValueHeads, HeadDim], "vh"),
        Projection("value", "bkm,mvh->bkvh", [Shape.Unknown, NumKeyValueHeads, HeadDim], "vh"),
        Projection("attention_output", "bquh,uhm->bqm", [Shape.Unknown, inputs[0][^1]], "m"));

    private protected override Tensor Arrange(Tensor projected) => projected.transpose(1, 2);

    private protected override (Tensor Output, Tensor? Weights) Restore(Tensor output, Tensor? weights, Tensor query, Tensor key) => (output.transpose(1, 2), weights);

    private protected override Tensor PerHead(Tensor projected) =>
        NumKeyValueHeads == NumQueryHeads ? projected : projected.repeat_interleave(NumQueryHeads / NumKeyValueHeads, 2);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["head_dim"] = HeadDim;
        config["num_query_heads"] = NumQueryHeads;
        config["num_key_value_heads"] = NumKeyValueHeads;
    }
}
