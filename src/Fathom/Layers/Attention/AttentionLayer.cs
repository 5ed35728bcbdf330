using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What the layers of attention share: averages of values whose weights are a softmax of scores; masks, dropout and the weights as a second output.</summary>
/// <remarks>
/// Masks: keys that hold no data get no weight, and with <see cref="UseCausalMask"/> neither do those after the query. A query left with no key at all gets
/// zeros. The output carries the query's mask. The softmax is in single precision whatever the layer computes in.
/// </remarks>
public abstract class AttentionLayer : Layer
{
    private static readonly string[] Options = ["use_causal_mask", "return_attention_scores"];
    private readonly RandomStream _random;

    private protected AttentionLayer() => _random = AddRandomStream();

    private protected AttentionLayer(JsonObject config) : this()
    {
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
        Dropout = config.Get("dropout", 0f);
        UseCausalMask = config.Get("use_causal_mask", false);
        ReturnAttentionScores = config.Get("return_attention_scores", false);
    }

    /// <summary>The fraction of the weights dropped in training; none unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public float Dropout { get; init => field = DropoutRate.Check(value, nameof(value)); }

    /// <summary>Whether query i sees the keys up to i only. In Keras an argument of the call.</summary>
    public bool UseCausalMask { get; init; }

    /// <summary>Whether to give the weights, before dropout, as a second output. In Keras an argument of the call.</summary>
    public bool ReturnAttentionScores { get; init; }

    internal sealed override IReadOnlyList<string> CallOptions => Options;

    /// <inheritdoc/>
    protected sealed override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return [masks[0]];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["dropout"] = Dropout;
        config["seed"] = null;
        config["use_causal_mask"] = UseCausalMask;
        config["return_attention_scores"] = ReturnAttentionScores;
    }

    /// <summary>Whether dropout is at work.</summary>
    private protected bool Drops(CallContext context) => context.Training && Dropout > 0;

    /// <summary>The averages.</summary>
    /// <param name="scores">(…, queries, keys).</param>
    /// <param name="values">(…, keys, features).</param>
    /// <param name="mask">True where a query may see a key; broadcast to the scores.</param>
    /// <param name="context">Training or not.</param>
    private protected (Tensor Output, Tensor Weights) Average(Tensor scores, Tensor values, Tensor? mask, CallContext context)
    {
        Tensor weights = scores.to(float32);
        if (mask is null) weights = nn.functional.softmax(weights, -1);
        else
        {
            // Not minus infinity: the softmax of a row without any key would be, and make every gradient, not a number.
            Tensor hidden = mask.logical_not();
            weights = nn.functional.softmax(weights.masked_fill(hidden, float.MinValue), -1).masked_fill(hidden, 0);
        }
        Tensor kept = Drops(context) ? weights * _random.DropoutMask(Dropout, weights.shape, weights.device) : weights;
        return (kept.to(values.dtype).matmul(values), weights.to(values.dtype));
    }

    /// <summary>True where the key is not after the query: (queries, keys).</summary>
    private protected static Tensor Past(long queries, long keys, Device device) => ones(queries, keys, dtype: ScalarType.Bool, device: device).tril();

    private protected void NeedInputs(IReadOnlyList<Shape> inputs, int most, string order)
    {
        if (inputs.Count < 2 || inputs.Count > most)
            throw new ShapeException($"{this.Title} got {inputs.Count} inputs but takes {order}. For self-attention apply it to the same tensor twice.");
    }

    private protected void NeedEqualKeys(Shape value, Shape key)
    {
        if (value.Count != key.Count || !value.With(-1, 1).Matches(key.With(-1, 1)))
            throw new ShapeException($"{this.Title} got values of shape {value} and keys of shape {key}: there must be one key per value. Take both from one sequence.");
    }
}
