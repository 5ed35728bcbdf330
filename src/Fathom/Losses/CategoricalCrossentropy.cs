using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>−Σ t ln p over the last axis, averaged over further axes; targets are one-hot or class probabilities.</summary>
/// <remarks>Probabilities are brought to sum 1 and kept in [10⁻⁷, 1 − 10⁻⁷]. With <see cref="FromLogits"/> there is no such limit.</remarks>
public sealed class CategoricalCrossentropy : Loss, IFromConfig<CategoricalCrossentropy>
{
    /// <summary>Whether predictions are logits, the model's last layer having no softmax; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Pulls targets towards equal shares: t (1 − s) + s / classes; from 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double LabelSmoothing { get; init => field = Crossentropy.Smoothing(value); }

    internal override bool TakesLogits => FromLogits;

    /// <inheritdoc/>
    public static CategoricalCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new CategoricalCrossentropy { FromLogits = config.Get("from_logits", false), LabelSmoothing = config.Get("label_smoothing", 0.0) };
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
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Align(target, prediction);
        if (LabelSmoothing > 0) target = target * (1 - LabelSmoothing) + LabelSmoothing / target.shape[^1];
        return -(target * Crossentropy.LogProbabilities(prediction, FromLogits, Epsilon)).sum(-1);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape output)
    {
        base.CheckTargets(targets, output);
        int classes = Crossentropy.Classes(output, Name);
        if (classes == Shape.Unknown || targets.Length % classes != 0) return;
        for (int row = 0; row < targets.Length; row += classes)
        {
            float sum = 0, least = 0;
            foreach (float share in targets.Slice(row, classes)) (sum, least) = (sum + share, Math.Min(least, share));
            if (least < 0 || Math.Abs(sum - 1) > 1e-3f)
                throw new ArgumentException(
                    $"Loss '{Name}' needs targets that are shares of {classes} classes and sum to 1, but row {row / classes} sums to {sum}. One-hot encode the " +
                    "targets, or use SparseCategoricalCrossentropy with class numbers.", nameof(targets));
        }
    }
}
