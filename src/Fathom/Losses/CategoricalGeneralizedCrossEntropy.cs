using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// (1 − p^q) / q with p the probability of the true class: between cross-entropy (q → 0) and absolute error (q = 1), it bears wrong labels better than the
/// former (Zhang and Sabuncu 2018). Targets are class numbers, predictions probabilities.
/// </summary>
/// <remarks>p is kept at 10⁻⁷ or above, where Keras lets its gradient run to infinity.</remarks>
public sealed class CategoricalGeneralizedCrossEntropy : Loss, IFromConfig<CategoricalGeneralizedCrossEntropy>
{
    /// <summary>q, between 0 and 1 exclusive; 0.5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Q
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "q lies between 0 (cross-entropy) and 1 (absolute error), both excluded.");
    } = 0.5;

    /// <inheritdoc/>
    public static CategoricalGeneralizedCrossEntropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new CategoricalGeneralizedCrossEntropy { Reduction = LossWeighting.Read(config), Q = config.Get("q", 0.5) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["q"] = Q;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        Tensor classes = TargetAlignment.ClassNumbers(target, prediction, $"Loss '{Name}'");
        return (1 - prediction.gather(-1, classes.unsqueeze(-1)).squeeze(-1).clamp_min(Epsilon).pow(Q)) / Q;
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.ClassNumbers(Name, targets, Crossentropy.Classes(output, Name));
    }
}
