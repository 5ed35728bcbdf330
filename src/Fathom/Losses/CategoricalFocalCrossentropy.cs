using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// −Σ α (1 − p)^γ t ln p over the classes: what is already sure counts little (Lin et al. 2017, "Focal Loss for Dense Object Detection"). Targets are one-hot
/// or class probabilities.
/// </summary>
/// <remarks>Probabilities are brought to sum 1 and kept in [10⁻⁷, 1 − 10⁻⁷].</remarks>
public sealed class CategoricalFocalCrossentropy : Loss, IFromConfig<CategoricalFocalCrossentropy>
{
    /// <summary>α: one weight for all classes, or one per class; 0.25 unless given.</summary>
    /// <exception cref="ArgumentException">Empty or negative.</exception>
    public IReadOnlyList<double> Alpha
    {
        get;
        init => field = value is { Count: > 0 } && value.All(weight => weight >= 0)
            ? [.. value]
            : throw new ArgumentException("Alpha is one weight for all classes or one per class, none of them negative; [0.25] is usual.", nameof(value));
    } = [0.25];

    /// <summary>γ: 0 is plain cross-entropy; 2 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma { get; init => field = Crossentropy.Focus(value); } = 2;

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
    public static CategoricalFocalCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new CategoricalFocalCrossentropy
        {
            Reduction = LossWeighting.Read(config),
            FromLogits = config.Get("from_logits", false),
            LabelSmoothing = config.Get("label_smoothing", 0.0),
            Axis = config.Get("axis", -1),
            Alpha = config.GetNumbers("alpha") ?? [0.25],
            Gamma = config.Get("gamma", 2.0),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["from_logits"] = FromLogits;
        config["label_smoothing"] = LabelSmoothing;
        config["axis"] = Axis;
        config.PutNumbers("alpha", Alpha);
        config["gamma"] = Gamma;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Crossentropy.Smooth(Crossentropy.Last(Align(target, prediction), Axis), LabelSmoothing);
        prediction = Crossentropy.Last(prediction, Axis);
        Tensor chance = Crossentropy.Probabilities(prediction, FromLogits, Epsilon), focus = (1 - chance).pow(Gamma);
        focus = Alpha.Count == 1 ? focus * Alpha[0] : focus * Weights(prediction);
        return -(focus * target * Crossentropy.LogProbabilities(prediction, FromLogits, Epsilon)).sum(-1);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        _ = Crossentropy.Classes(output, Name, Axis);
        TargetChecks.Shares(Name, targets, target, Axis);
    }

    private Tensor Weights(Tensor prediction) => Alpha.Count == prediction.shape[^1]
        ? tensor([.. Alpha], prediction.dtype, prediction.device)
        : throw new ShapeException($"Loss '{Name}' has {Alpha.Count} weights in Alpha for predictions of {prediction.shape[^1]} classes. Give one for all, or one per class.");
}
