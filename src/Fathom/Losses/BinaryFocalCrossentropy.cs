using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Fathom.Losses;

/// <summary>
/// Binary cross-entropy times (1 − pₜ)^γ, pₜ being the probability given to what is true: what is already sure counts little (Lin et al. 2017, "Focal Loss
/// for Dense Object Detection"). Averaged over the last axis; targets in [0, 1].
/// </summary>
/// <remarks>Probabilities are kept in [10⁻⁷, 1 − 10⁻⁷].</remarks>
public sealed class BinaryFocalCrossentropy : Loss, IFromConfig<BinaryFocalCrossentropy>
{
    /// <summary>Whether class 1 counts <see cref="Alpha"/> and class 0 the rest to 1; otherwise both count 1.</summary>
    public bool ApplyClassBalancing { get; init; }

    /// <summary>What class 1 counts, between 0 and 1; 0.25 unless given. Without <see cref="ApplyClassBalancing"/> it is not used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double Alpha
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Alpha is the weight of class 1, between 0 and 1; 0.25 is usual.");
    } = 0.25;

    /// <summary>γ: 0 is plain cross-entropy; 2 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma { get; init => field = Crossentropy.Focus(value); } = 2;

    /// <summary>Whether predictions are logits, the model's last layer having no sigmoid; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Pulls targets towards 1/2: t (1 − s) + s/2; from 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double LabelSmoothing { get; init => field = Crossentropy.Smoothing(value); }

    /// <summary>The axis averaged over, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Crossentropy.Axis(value); } = -1;

    internal override bool TakesLogits => FromLogits;

    /// <inheritdoc/>
    public static BinaryFocalCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BinaryFocalCrossentropy
        {
            Reduction = LossWeighting.Read(config),
            FromLogits = config.Get("from_logits", false),
            LabelSmoothing = config.Get("label_smoothing", 0.0),
            Axis = config.Get("axis", -1),
            ApplyClassBalancing = config.Get("apply_class_balancing", false),
            Alpha = config.Get("alpha", 0.25),
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
        config["apply_class_balancing"] = ApplyClassBalancing;
        config["alpha"] = Alpha;
        config["gamma"] = Gamma;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Crossentropy.SmoothBinary(Align(target, prediction), LabelSmoothing);
        Tensor logits = FromLogits ? prediction : prediction.logit(Epsilon);
        Tensor chance = (FromLogits ? prediction.sigmoid() : prediction).clamp(Epsilon, 1 - Epsilon);
        Tensor missing = target * (1 - chance) + (1 - target) * chance;
        Tensor losses = missing.pow(Gamma) * functional.binary_cross_entropy_with_logits(logits, target, reduction: nn.Reduction.None);
        if (ApplyClassBalancing) losses *= target * Alpha + (1 - target) * (1 - Alpha);
        return MeanOver(losses, Axis);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.UnitInterval(Name, targets, "Map the two classes to 0 and 1; for more than two classes use CategoricalFocalCrossentropy with one output per class.");
    }
}
