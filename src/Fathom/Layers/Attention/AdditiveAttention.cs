using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Attention of one head with the score Σ s · tanh(q + k) (<c>keras.layers.AdditiveAttention</c>): Bahdanau's (2015) with the projections left to the layers
/// before it. With projections of its own: <see cref="Attention"/> with <see cref="AttentionScore.Additive"/>.
/// </summary>
/// <remarks>Inputs and outputs as in <see cref="ScoredAttention"/>. Weights: scale (features), if <see cref="UseScale"/>.</remarks>
public sealed class AdditiveAttention : ScoredAttention, IFromConfig<AdditiveAttention>
{
    private Weight? _scale;

    /// <summary>Creates the layer.</summary>
    public AdditiveAttention() { }

    private AdditiveAttention(JsonObject config) : base(config) => UseScale = config.Get("use_scale", true);

    /// <summary>Whether each feature has a trained weight s in the sum; the default.</summary>
    public bool UseScale { get; init; } = true;

    /// <inheritdoc/>
    public static AdditiveAttention FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new AdditiveAttention(config);
    }

    /// <inheritdoc/>
    protected override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (UseScale) _scale = AddWeight("scale", [inputs[0][^1]], new GlorotUniform());
    }

    private protected override void NeedFit(Shape query, Shape key)
    {
        base.NeedFit(query, key);
        this.NeedSameLastAxis(query, _scale?.Shape[0]);
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        Tensor fit = (query.unsqueeze(2) + key.unsqueeze(1)).tanh();
        return _scale is null ? fit.sum(-1) : fit.matmul(_scale.Value);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["use_scale"] = UseScale;
    }
}
