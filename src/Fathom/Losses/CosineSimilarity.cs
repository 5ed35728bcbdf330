using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>The negative cosine of the angle between target and prediction along one axis: −1 where they point the same way, 1 where opposite.</summary>
/// <remarks>Lengths below 10⁻⁷ are taken for 10⁻⁷, so that a vector of zeros gives 0.</remarks>
public sealed class CosineSimilarity : Loss, IFromConfig<CosineSimilarity>
{
    /// <summary>The axis of the vectors, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Crossentropy.Axis(value); } = -1;

    /// <inheritdoc/>
    public static CosineSimilarity FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new CosineSimilarity { Reduction = LossWeighting.Read(config), Axis = config.Get("axis", -1) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["axis"] = Axis;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => -(Direction(Align(target, prediction)) * Direction(prediction)).sum(Axis);

    private Tensor Direction(Tensor vectors) => vectors * vectors.square().sum(Axis, keepdim: true).clamp_min(Epsilon * Epsilon).rsqrt();
}
