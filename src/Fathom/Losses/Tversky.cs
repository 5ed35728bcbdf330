using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// 1 − T / (T + α F₊ + β F₋ + 10⁻⁷) with T = Σ t p, false positives F₊ = Σ (1 − t) p and false negatives F₋ = Σ t (1 − p); targets and predictions in [0, 1]
/// (Salehi et al. 2017). α = β = 1/2 is <see cref="Dice"/>.
/// </summary>
/// <remarks>
/// α and β are as in the paper and in Keras's documentation; the code of Keras (3.16 and before) exchanges them, so a file that has them differ trains
/// there with the errors weighted the other way round. Over the whole batch unless <see cref="Axis"/> is given: then <see cref="Unreduced"/> is a scalar, which no sample weight or mask can act on.
/// </remarks>
public sealed class Tversky : Loss, IFromConfig<Tversky>
{
    /// <summary>What a false positive counts, 0 or more; 0.5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Alpha { get; init => field = NotNegative(value); } = 0.5;

    /// <summary>What a false negative counts, 0 or more; 0.5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Beta { get; init => field = NotNegative(value); } = 0.5;

    /// <summary>The axes to sum over, counted with the batch, for example [1, 2, 3] for one loss per image; all, the batch too, unless given.</summary>
    /// <exception cref="ArgumentException">Empty, or names the batch.</exception>
    public Axes? Axis { get; init => field = Overlap.Axis(value); }

    /// <inheritdoc/>
    public static Tversky FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Tversky { Reduction = LossWeighting.Read(config), Alpha = config.Get("alpha", 0.5), Beta = config.Get("beta", 0.5), Axis = config.GetAxes("axis") };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["alpha"] = Alpha;
        config["beta"] = Beta;
        config.Put("axis", Axis);
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        target = Align(target, prediction);
        Tensor both = Overlap.Sum(target * prediction, Axis);
        Tensor wrong = Overlap.Sum((1 - target) * prediction, Axis) * Alpha, missed = Overlap.Sum(target * (1 - prediction), Axis) * Beta;
        return 1 - both / (both + wrong + missed + Epsilon);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.UnitInterval(Name, targets, "Give a map of 0 and 1 per class; one-hot encode class numbers.");
    }

    private static double NotNegative(double value) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Alpha and beta say what an error counts: 0 or more, 0.5 is usual.");
}
