using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="MultiHeadAttention"/> and <see cref="GroupedQueryAttention"/> share: projections of query, key and value into heads, softmax(Q Kᵀ / √d) V in
/// each head (Vaswani et al. 2017, eq. 1), and a projection of all heads' results.
/// </summary>
/// <remarks>
/// Inputs, in this order: query (batch, queries, features), value (batch, keys, features), optionally key (batch, keys, features; the value unless given) and
/// after it an attention mask (batch, queries, keys) or (batch, heads, queries, keys) that is not 0 where a query may see a key. Self-attention takes the
/// same tensor as query and value. With <see cref="AttentionLayer.ReturnAttentionScores"/> the second output is (batch, heads, queries, keys).
/// </remarks>
public abstract class ProjectedAttention : AttentionLayer
{
    private static readonly string[] Arguments = ["query", "value", "key", "attention_mask"];
    private EinsumDense[] _projections = [];

    private protected ProjectedAttention() { }

    private protected ProjectedAttention(JsonObject config) : base(config)
    {
        if (config.Get("use_gate", false) || config["sliding_window"] is not null)
            throw new ModelFormatException($"The attention layer '{config.LayerName()}' has a gate or a sliding window, which are not known here. Save the model without use_gate and sliding_window.");
        UseBias = config.Get("use_bias", true);
        KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform());
        BiasInitializer = config.GetInitializer("bias_initializer", new Zeros());
        KernelRegularizer = config.GetRegularizer("kernel_regularizer");
        BiasRegularizer = config.GetRegularizer("bias_regularizer");
        KernelConstraint = config.GetConstraint("kernel_constraint");
        BiasConstraint = config.GetConstraint("bias_constraint");
    }

    /// <summary>Whether the projections have biases.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Draws the first kernels.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Draws the first biases.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on the kernels.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>A penalty on the biases.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Bounds of the kernels.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Bounds of the biases.</summary>
    public Constraint? BiasConstraint { get; init; }

    /// <summary>The projections of query, key and value, and that of the result; none before the layer is built.</summary>
    public sealed override IReadOnlyList<Layer> Sublayers => _projections;

    internal sealed override IReadOnlyList<string> ArgumentNames => Arguments;

    /// <summary>The projections for inputs of these shapes, not built.</summary>
    private protected abstract (EinsumDense Query, EinsumDense Key, EinsumDense Value, EinsumDense Output) Projections(IReadOnlyList<Shape> inputs);

    /// <summary>From (batch, axes, heads, features) to (batch, axes not attended over, heads, elements attended over, features).</summary>
    private protected abstract Tensor Arrange(Tensor projected);

    /// <summary>The way back for the heads' results, and the weights with the axes attended over taken apart.</summary>
    private protected abstract (Tensor Output, Tensor? Weights) Restore(Tensor output, Tensor? weights, Tensor query, Tensor key);

    /// <summary>Keys or values, one for each head of the queries, as they were projected.</summary>
    private protected virtual Tensor PerHead(Tensor projected) => projected;

    /// <inheritdoc/>
    protected sealed override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (EinsumDense query, EinsumDense key, EinsumDense value, EinsumDense output) = Projections(inputs);
        query.Build([inputs[0]]);
        key.Build([KeyOf(inputs)]);
        value.Build([inputs[1]]);
        Shape heads = query.ComputeOutputShape(inputs[0]);
        output.Build([heads.With(-1, value.ComputeOutputShape(inputs[1])[^1])]);
        _projections = [query, key, value, output];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        (Tensor query, Tensor value, Tensor key) = (inputs[0], inputs[1], KeyOf(inputs));
        Tensor? mask = MaskOf(inputs, query, value, key);
        Tensor queries = _projections[0].Forward(query, context), keys = PerHead(_projections[1].Forward(key, context)), values = PerHead(_projections[2].Forward(value, context));
        (Tensor heads, Tensor? weights) = InHeads(Arrange(queries), Arrange(keys), Arrange(values), mask, context);
        (heads, weights) = Restore(heads, weights, queries, keys);
        Tensor output = _projections[3].Forward(heads, context);
        return weights is null ? [output] : [output, weights];
    }

    private (Tensor Output, Tensor? Weights) InHeads(Tensor query, Tensor key, Tensor value, Tensor? mask, CallContext context)
    {
        if (!ReturnAttentionScores && !Drops(context))
            return (nn.functional.scaled_dot_product_attention(query, key, value, mask!, 0.0, UseCausalMask && mask is null), null);
        if (UseCausalMask && mask is null) mask = Past(query.shape[^2], key.shape[^2], query.device);
        Tensor scores = (query * (1 / Math.Sqrt(query.shape[^1]))).matmul(key.transpose(-2, -1));
        (Tensor output, Tensor weights) = Average(scores, value, mask, context);
        return (output, ReturnAttentionScores ? weights : null);
    }

    /// <summary>A projection with this layer's options.</summary>
    private protected EinsumDense Projection(string name, string equation, Shape output, string biasAxes) => new(equation, output)
    {
        Name = name,
        BiasAxes = UseBias ? biasAxes : null,
        KernelInitializer = KernelInitializer,
        BiasInitializer = BiasInitializer,
        KernelRegularizer = KernelRegularizer,
        BiasRegularizer = BiasRegularizer,
        KernelConstraint = KernelConstraint,
        BiasConstraint = BiasConstraint,
        Trainable = Trainable,
        DTypePolicy = DTypePolicy,
    };

    private protected static T KeyOf<T>(IReadOnlyList<T> inputs) => inputs.Count > 2 ? inputs[2] : inputs[1];

    /// <summary>Refuses inputs that do not belong together.</summary>
    private protected void NeedFit(IReadOnlyList<Shape> inputs)
    {
        NeedInputs(inputs, 4, "query and value, then key, then an attention mask");
        NeedEqualKeys(inputs[1], KeyOf(inputs));
        if (inputs[0].Count < 2 || inputs[0].Count != inputs[1].Count)
            throw new ShapeException($"{this.Title} got a query of shape {inputs[0]} and a value of shape {inputs[1]} but takes (batch, timesteps, features) for both. Give both as many axes.");
        if (inputs.Count > 3 && (inputs[0].Count != 2 || inputs[3].Count is not (2 or 3) || !inputs[3][^2..].Matches([inputs[0][0], inputs[1][0]])))
            throw new ShapeException($"{this.Title} got an attention mask of shape {inputs[3]} for queries of shape {inputs[0]} and values of shape {inputs[1]}: it is (batch, queries, keys), and there is one only for such.");
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["use_bias"] = UseBias;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("bias_initializer", BiasInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("bias_regularizer", BiasRegularizer);
        config.Put("kernel_constraint", KernelConstraint);
        config.Put("bias_constraint", BiasConstraint);
    }

    // As Keras's _compute_attention_mask, arranged as the heads are: true where query and key hold data, the key is not after the query and the mask given allows it.
    private Tensor? MaskOf(IReadOnlyList<Tensor> inputs, Tensor query, Tensor value, Tensor key)
    {
        Tensor? padding = Masks.All([Padding(query), Padding(value)?.transpose(-2, -1), ReferenceEquals(key, value) ? null : Padding(key)?.transpose(-2, -1)]);
        Tensor? given = inputs.Count > 3 ? inputs[3].ne(0) : null;
        if (padding is null && given is null) return null;
        if (given?.ndim == 3) given = given.unsqueeze(1);
        return Masks.All([padding, given, UseCausalMask ? Past(Arrange(query.unsqueeze(-2)).shape[^2], Arrange(value.unsqueeze(-2)).shape[^2], query.device) : null]);
    }

    // (batch, …, one head, elements, 1). A mask covers the first axes of its tensor.
    private Tensor? Padding(Tensor input)
    {
        if (Masks.Of(input) is not Tensor mask) return null;
        long[] axes = [.. input.shape[..^1]];
        while (mask.ndim < axes.Length) mask = mask.unsqueeze(-1);
        return Arrange(mask.expand(axes).unsqueeze(-1).unsqueeze(-1));
    }
}
