using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>−Σ t ln p over the classes; targets are one-hot or class probabilities.</summary>
/// <remarks>Probabilities are brought to sum 1 and kept in [10⁻⁷, 1 − 10⁻⁷]. With <see cref="FromLogits"/> there is no such limit.</remarks>
public sealed class CategoricalCrossentropy : Loss, IFromConfig<CategoricalCrossentropy>
{
    /// <summary>Whether predictions are logits, the model's last layer having no softmax; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Pulls targets towards equal shares: t (1 − s) + s / classes; from 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double LabelSmoothing { get; init => field = Crossentropy.Smoothing(value); }

    /// <summary>The axis of the classes, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Crossentropy.Axis(value); } = -1;

    internal override bool TakesLogits => FromLogits;

    /// <inheritdoc/>
    public static CategoricalCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new CategoricalCrossentropy
        {
            Reduction = LossWeighting.Read(config),
            FromLogits = config.Get("from_logits", false),
            LabelSmoothing = config.Get("label_smoothing", 0.0),
            Axis = config.Get("axis", -1),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["from_logits"] = FromLogits;
        config["label_smoothing"] = LabelSmoothing;
        config["axis"] = Axis;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Crossentropy.Smooth(Crossentropy.Last(Align(target, prediction), Axis), LabelSmoothing);
        return -(target * Crossentropy.LogProbabilities(Crossentropy.Last(prediction, Axis), FromLogits, Epsilon)).sum(-1);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        _ = Crossentropy.Classes(output, Name, Axis);
        TargetChecks.Shares(Name, targets, target, Axis);
    }
}
