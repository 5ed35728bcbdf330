using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Attention of one head with any of the scores of the literature (<c>keras.layers.Attention</c>).</summary>
/// <remarks>
/// Inputs and outputs as in <see cref="ScoredAttention"/>. Weights: scale, a number, if <see cref="UseScale"/>; concat_score_weight, a number, for
/// <see cref="AttentionScore.Concat"/>; kernel (query features, key features) for <see cref="AttentionScore.General"/> and (query features, keys) for
/// <see cref="AttentionScore.Location"/>; query_kernel (query features, units), key_kernel (key features, units) and score_vector (units) for
/// <see cref="AttentionScore.Additive"/>.
/// </remarks>
public sealed class Attention : ScoredAttention, IFromConfig<Attention>
{
    private static readonly string[] Modes = ["dot", "concat", "scaled_dot", "cosine", "general", "additive", "location"];
    private Weight? _scale, _concat, _kernel, _queryKernel, _keyKernel, _vector;

    /// <summary>Creates the layer.</summary>
    /// <param name="score">How well a key fits a query; the dot product unless given.</param>
    public Attention(AttentionScore score = AttentionScore.Dot) => Score = score;

    private Attention(JsonObject config) : base(config)
    {
        string mode = config.Get("score_mode", "dot");
        Score = Array.IndexOf(Modes, mode) is >= 0 and var index
            ? (AttentionScore)index
            : throw new ModelFormatException($"There is no score_mode '{mode}'. Known are: {string.Join(", ", Modes)}.");
        UseScale = config.Get("use_scale", false);
        Units = config.Get<int?>("units", null);
    }

    /// <summary>How well a key fits a query.</summary>
    public AttentionScore Score { get; }

    /// <summary>Whether the scores are multiplied by a trained number that starts at 1 (in <see cref="AttentionScore.Concat"/> the sums under the tanh are).</summary>
    public bool UseScale { get; init; }

    /// <summary>The number of hidden units of <see cref="AttentionScore.Additive"/>; as many as the query has features unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? Units
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "An additive score has at least one hidden unit.");
    }

    private bool MixesFeatures => Score is AttentionScore.General or AttentionScore.Additive or AttentionScore.Location;

    /// <inheritdoc/>
    public static Attention FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Attention(config);
    }

    /// <inheritdoc/>
    protected override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (Shape query, Shape key) = (inputs[0], inputs[^1]);
        if (UseScale) _scale = AddWeight("scale", [], new Ones());
        switch (Score)
        {
            case AttentionScore.Concat:
                _concat = AddWeight("concat_score_weight", [], new Ones());
                break;
            case AttentionScore.General:
                _kernel = AddWeight("kernel", [query[^1], key[^1]], new GlorotUniform());
                break;
            case AttentionScore.Location:
                _kernel = AddWeight("kernel", [query[^1], key[0]], new GlorotUniform());
                break;
            case AttentionScore.Additive:
                int units = Units ?? query[^1];
                _queryKernel = AddWeight("query_kernel", [query[^1], units], new GlorotUniform());
                _keyKernel = AddWeight("key_kernel", [key[^1], units], new GlorotUniform());
                _vector = AddWeight("score_vector", [units], new GlorotUniform());
                break;
        }
    }

    private protected override void NeedFit(Shape query, Shape key)
    {
        if (!MixesFeatures) base.NeedFit(query, key);
        else this.NeedSameLastAxis(query, _kernel?.Shape[0] ?? _queryKernel?.Shape[0]);
        if (Score is AttentionScore.General or AttentionScore.Additive) this.NeedSameLastAxis(key, _kernel?.Shape[1] ?? _keyKernel?.Shape[0]);
        if (Score == AttentionScore.Location && (key[0] == Shape.Unknown || (_kernel is not null && _kernel.Shape[1] != key[0])))
            throw new ShapeException($"{this.Title} scores places, so it needs {(_kernel is null ? "a known number of" : $"{_kernel.Shape[1]}")} keys but got shape {key}. Pad to one length, or take another AttentionScore.");
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        Tensor scores = Score switch
        {
            AttentionScore.Dot => query.matmul(key.transpose(1, 2)),
            AttentionScore.ScaledDot => (query * (1 / Math.Sqrt(query.shape[2]))).matmul(key.transpose(1, 2)),
            AttentionScore.Cosine => nn.functional.normalize(query, 2, -1).matmul(nn.functional.normalize(key, 2, -1).transpose(1, 2)),
            AttentionScore.General => query.matmul(_kernel!.Value).matmul(key.transpose(1, 2)),
            AttentionScore.Location => query.matmul(_kernel!.Value),
            AttentionScore.Additive => (query.matmul(_queryKernel!.Value).unsqueeze(2) + key.matmul(_keyKernel!.Value).unsqueeze(1)).tanh().matmul(_vector!.Value),
            _ => Sums(query, key).tanh().sum(-1) * _concat!.Value,
        };
        return _scale is null || Score == AttentionScore.Concat ? scores : scores * _scale.Value;
    }

    private Tensor Sums(Tensor query, Tensor key)
    {
        Tensor sums = query.unsqueeze(2) + key.unsqueeze(1);
        return _scale is null ? sums : sums * _scale.Value;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["use_scale"] = UseScale;
        config["score_mode"] = Modes[(int)Score];
        if (Units is int units) config["units"] = units;
    }
}
