using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>1 − 2 Σ t p / (Σ t + Σ p + 10⁻⁷): one minus the Sørensen–Dice overlap of two areas; targets and predictions in [0, 1] (Milletari et al. 2016, "V-Net").</summary>
/// <remarks>Over the whole batch unless <see cref="Axis"/> is given: then <see cref="Unreduced"/> is a scalar, which no sample weight or mask can act on.</remarks>
public sealed class Dice : Loss, IFromConfig<Dice>
{
    /// <summary>The axes to sum over, counted with the batch, for example [1, 2, 3] for one loss per image; all, the batch too, unless given.</summary>
    /// <exception cref="ArgumentException">Empty, or names the batch.</exception>
    public Axes? Axis { get; init => field = Overlap.Axis(value); }

    /// <inheritdoc/>
    public static Dice FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Dice { Reduction = LossWeighting.Read(config), Axis = config.GetAxes("axis") };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config.Put("axis", Axis);
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Align(target, prediction);
        return 1 - Overlap.Sum(target * prediction, Axis) * 2 / (Overlap.Sum(target, Axis) + Overlap.Sum(prediction, Axis) + Epsilon);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.UnitInterval(Name, targets, "Give a map of 0 and 1 per class; one-hot encode class numbers.");
    }
}
