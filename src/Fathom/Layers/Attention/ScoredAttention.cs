using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="Attention"/> and <see cref="AdditiveAttention"/> share: one head, scores of whole queries and keys.</summary>
/// <remarks>
/// Inputs: query (batch, queries, features), value (batch, keys, values) and, unless the values are the keys, key (batch, keys, features). Output (batch,
/// queries, values), zero where the query's mask is false; with <see cref="AttentionLayer.ReturnAttentionScores"/> also the weights (batch, queries, keys).
/// </remarks>
public abstract class ScoredAttention : AttentionLayer
{
    private protected ScoredAttention() { }

    private protected ScoredAttention(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        NeedInputs(inputs, 3, "query and value, or query, value and key");
        foreach (Shape input in inputs) this.NeedAxes(input, "query (batch, queries, features), value (batch, keys, values) and key (batch, keys, features)", 2);
        (Shape query, Shape value, Shape key) = (inputs[0], inputs[1], inputs[^1]);
        NeedEqualKeys(value, key);
        NeedFit(query, key);
        Shape output = query.With(-1, value[^1]);
        return ReturnAttentionScores ? [output, query.With(-1, key[0])] : [output];
    }

    /// <summary>Refuses queries and keys that cannot be scored.</summary>
    private protected virtual void NeedFit(Shape query, Shape key)
    {
        this.NeedLastAxis(query);
        if (query[^1] != key[^1])
            throw new ShapeException($"{this.Title} got queries of shape {query} and keys of shape {key}, whose last axes differ. Bring them to one length with a Dense, or take an Attention with AttentionScore.General or Additive.");
    }

    private protected abstract Tensor Scores(Tensor query, Tensor key);

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (Tensor query, Tensor value, Tensor key) = (inputs[0], inputs[1], inputs[^1]);
        Tensor? mask = Masks.All([Masks.Of(value)?.unsqueeze(1), ReferenceEquals(key, value) ? null : Masks.Of(key)?.unsqueeze(1), UseCausalMask ? Past(query.shape[1], key.shape[1], query.device) : null]);
        (Tensor output, Tensor weights) = Average(Scores(query, key), value, mask, context);
        if (Masks.Of(query) is Tensor queries) output = output.masked_fill(queries.logical_not().unsqueeze(-1), 0);
        return ReturnAttentionScores ? [output, weights] : [output];
    }
}
