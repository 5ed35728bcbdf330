using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Fathom.Losses;

/// <summary>−t ln p − (1 − t) ln(1 − p), averaged over the last axis; targets t in [0, 1].</summary>
/// <remarks>Probabilities are kept in [10⁻⁷, 1 − 10⁻⁷]. With <see cref="FromLogits"/> there is no such limit, and training is steadier.</remarks>
public sealed class BinaryCrossentropy : Loss, IFromConfig<BinaryCrossentropy>
{
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
    public static BinaryCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BinaryCrossentropy
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
    public override Tensor Unreduced(Tensor target, Tensor prediction) => MeanOver(Entries(target, prediction, nn.Reduction.None), Axis);

    private protected override Tensor? Mean(Tensor target, Tensor prediction) => Entries(target, prediction, nn.Reduction.Mean);

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.UnitInterval(Name, targets, "Map the two classes to 0 and 1; for more than two classes use SparseCategoricalCrossentropy with one output per class.");
    }

    private Tensor Entries(Tensor target, Tensor prediction, nn.Reduction reduction)
    {
        target = Crossentropy.SmoothBinary(Align(target, prediction), LabelSmoothing);
        // logit clips to [ε, 1 − ε] and lets NaN through, where libtorch's loss on probabilities would end in a native error.
        return functional.binary_cross_entropy_with_logits(FromLogits ? prediction : prediction.logit(Epsilon), target, reduction: reduction);
    }
}
