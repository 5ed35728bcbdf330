using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>−ln p of the true class; targets are class numbers 0 … classes − 1.</summary>
/// <remarks>
/// Targets (batch, …) or (batch, …, 1), predictions (batch, …, classes). Probabilities are brought to sum 1 and kept in [10⁻⁷, 1 − 10⁻⁷]. With
/// <see cref="FromLogits"/> there is no such limit.
/// </remarks>
public sealed class SparseCategoricalCrossentropy : Loss, IFromConfig<SparseCategoricalCrossentropy>
{
    /// <summary>Whether predictions are logits, the model's last layer having no softmax; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>A target that does not count, such as 255 for pixels without a label or −1; the mean is taken over the others. None unless given.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>The axis of the classes, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Crossentropy.Axis(value); } = -1;

    internal override bool TakesLogits => FromLogits;

    /// <inheritdoc/>
    public static SparseCategoricalCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SparseCategoricalCrossentropy
        {
            Reduction = LossWeighting.Read(config),
            FromLogits = config.Get("from_logits", false),
            IgnoreClass = config.GetInt("ignore_class"),
            Axis = config.Get("axis", -1),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["from_logits"] = FromLogits;
        config["ignore_class"] = IgnoreClass;
        config["axis"] = Axis;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        prediction = Crossentropy.Last(prediction, Axis);
        Tensor classes = Classes(target, prediction), logarithms = Crossentropy.LogProbabilities(prediction, FromLogits, Epsilon);
        if (IgnoreClass is not int ignored) return -Chosen(classes);
        Tensor left = classes.eq(ignored);
        return -Chosen(classes.masked_fill(left, 0)).masked_fill(left, 0);

        Tensor Chosen(Tensor numbers) => logarithms.gather(-1, numbers.unsqueeze(-1)).squeeze(-1);
    }

    private protected override Tensor? Counting(Tensor target, Tensor losses) => IgnoreClass is int ignored ? target.reshape(losses.shape).ne(ignored) : null;

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        TargetChecks.ClassNumbers(Name, targets, Crossentropy.Classes(output, Name, Axis), IgnoreClass);
    }

    private Tensor Classes(Tensor target, Tensor prediction)
    {
        // A class axis that is not the last has its axis of length 1 where the classes were.
        if (Axis != -1 && target.ndim == prediction.ndim && target.shape[^1] != 1) target = Crossentropy.Last(target, Axis);
        return TargetAlignment.ClassNumbers(target, prediction, $"Loss '{Name}'");
    }
}
