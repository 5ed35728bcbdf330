using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// Circle loss on embeddings: pairs of one class are drawn together and others pushed apart, each the more the farther it is from where it should be
/// (Sun et al. 2020). Predictions are (batch, features) of length 1 each, targets class numbers (batch).
/// </summary>
/// <remarks>
/// With cosine distances d = 1 − s, the loss of a sample is softplus(ln Σ exp(−γ max(0, m + d)(m − d)) over its class + ln Σ exp(γ max(0, 1 + m − d)(1 − m − d)) over
/// the others). Samples whose loss is 0, such as those without a partner in the batch, do not count, as in Keras. End the model with a layer that
/// normalises to length 1.
/// </remarks>
public sealed class Circle : Loss, IFromConfig<Circle>
{
    // Takes the place of −∞ for pairs that do not take part: where none does, infinities would give gradients that are no numbers.
    private const float Never = -1e30f;

    /// <summary>γ, the scale; 80 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double Gamma { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Gamma is a positive scale; 80 is usual."); } = 80;

    /// <summary>m, how far classes are to be kept apart; 0.4 unless given.</summary>
    public double Margin { get; init; } = 0.4;

    /// <summary>Whether a sample is no partner of itself; true unless given.</summary>
    public bool RemoveDiagonal { get; init; } = true;

    /// <inheritdoc/>
    public static Circle FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Circle
        {
            Reduction = LossWeighting.Read(config),
            Gamma = config.Get("gamma", 80.0),
            Margin = config.Get("margin", 0.4),
            RemoveDiagonal = config.Get("remove_diagonal", true),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["gamma"] = Gamma;
        config["margin"] = Margin;
        config["remove_diagonal"] = RemoveDiagonal;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        Tensor labels = TargetAlignment.ClassNumbers(target, prediction, $"Loss '{Name}'");
        if (labels.ndim != 1)
            throw new ShapeException($"Loss '{Name}' compares embeddings (batch, features), but got predictions of shape ({string.Join(", ", prediction.shape)}). Flatten them first.");
        Tensor distance = (1 - prediction.matmul(prediction.t())).clamp_min(0), same = labels.unsqueeze(1).eq(labels.unsqueeze(0)), other = same.logical_not();
        if (RemoveDiagonal) same = same.logical_and(eye(labels.shape[0], dtype: ScalarType.Bool, device: labels.device).logical_not());
        Tensor near = (distance + Margin).clamp_min(0) * (Margin - distance) * -Gamma, far = (1 + Margin - distance).clamp_min(0) * (1 - Margin - distance) * Gamma;
        Tensor together = near.masked_fill(same.logical_not(), Never).logsumexp(1), apart = far.masked_fill(other.logical_not(), Never).logsumexp(1);
        return nn.functional.softplus(together + apart);
    }

    private protected override Tensor? Counting(Tensor target, Tensor losses) => losses.gt(0);

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.ClassNumbers(Name, targets, Shape.Unknown);
    }
}
