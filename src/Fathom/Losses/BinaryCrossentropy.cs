using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Fathom.Losses;

/// <summary>−t ln p − (1 − t) ln(1 − p), averaged over all axes after the batch; targets t in [0, 1].</summary>
/// <remarks>Probabilities are kept in [10⁻⁷, 1 − 10⁻⁷]. With <see cref="FromLogits"/> there is no such limit, and training is steadier.</remarks>
public sealed class BinaryCrossentropy : Loss, IFromConfig<BinaryCrossentropy>
{
    /// <summary>Whether predictions are logits, the model's last layer having no sigmoid; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Pulls targets towards 1/2: t (1 − s) + s/2; from 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double LabelSmoothing { get; init => field = Crossentropy.Smoothing(value); }

    internal override bool TakesLogits => FromLogits;

    /// <inheritdoc/>
    public static BinaryCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BinaryCrossentropy { FromLogits = config.Get("from_logits", false), LabelSmoothing = config.Get("label_smoothing", 0.0) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["from_logits"] = FromLogits;
        config["label_smoothing"] = LabelSmoothing;
        config["axis"] = -1;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOfLast(Losses(target, prediction, nn.Reduction.None));

    private protected override Tensor? Mean(Tensor target, Tensor prediction) => Losses(target, prediction, nn.Reduction.Mean);

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape output)
    {
        base.CheckTargets(targets, output);
        int at = targets.IndexOfAnyExceptInRange(0f, 1f);
        if (at >= 0)
            throw new ArgumentException(
                $"Loss '{Name}' needs targets between 0 and 1, but value {at} of {targets.Length} is {targets[at]}. Map the two classes to 0 and 1; for more than " +
                "two classes use SparseCategoricalCrossentropy with one output per class.", nameof(targets));
    }

    private Tensor Losses(Tensor target, Tensor prediction, nn.Reduction reduction)
    {
        target = Align(target, prediction);
        if (LabelSmoothing > 0) target = target * (1 - LabelSmoothing) + 0.5 * LabelSmoothing;
        // logit clips to [ε, 1 − ε] and lets NaN through, where libtorch's loss on probabilities would end in a native error.
        return functional.binary_cross_entropy_with_logits(FromLogits ? prediction : prediction.logit(Epsilon), target, reduction: reduction);
    }
}
